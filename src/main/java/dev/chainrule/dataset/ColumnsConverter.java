package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import org.hibernate.annotations.Immutable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores a dataset's columns as one JSON document, whose form is independent of the API's. */
@Converter
@Immutable
public class ColumnsConverter implements AttributeConverter<List<Column>, String> {
    /** The longest document in characters: the limit of H2's VARCHAR is slightly above. */
    public static final int MAX_LENGTH = 1_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(_ -> JsonInclude.Value.ALL_NON_NULL)
            .build();
    private static final TypeReference<List<Column>> COLUMNS = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(List<Column> columns) {
        return JSON.writeValueAsString(columns);
    }

    @Override
    public List<Column> convertToEntityAttribute(String json) {
        return List.copyOf(JSON.readValue(json, COLUMNS));
    }
}
