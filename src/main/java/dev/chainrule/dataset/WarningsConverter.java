package dev.chainrule.dataset;

import dev.chainrule.dataset.upload.UploadWarnings;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import org.hibernate.annotations.Immutable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores a dataset's warnings as one JSON document. */
@Converter
@Immutable
public class WarningsConverter implements AttributeConverter<List<DatasetWarning>, String> {
    /** The longest document in characters: {@link UploadWarnings} lists fewer, even if JSON escapes each of them. */
    public static final int MAX_LENGTH = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<DatasetWarning>> WARNINGS = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(List<DatasetWarning> warnings) {
        return JSON.writeValueAsString(warnings);
    }

    @Override
    public List<DatasetWarning> convertToEntityAttribute(String json) {
        return List.copyOf(JSON.readValue(json, WARNINGS));
    }
}
