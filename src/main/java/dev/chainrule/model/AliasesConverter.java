package dev.chainrule.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.Immutable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a model's aliases as one JSON object: they are always read together. */
@Converter
@Immutable
class AliasesConverter implements AttributeConverter<Map<String, Integer>, String> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, Integer>> ALIASES = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(Map<String, Integer> aliases) {
        return JSON.writeValueAsString(aliases);
    }

    @Override
    public Map<String, Integer> convertToEntityAttribute(String json) {
        return JSON.readValue(json, ALIASES);
    }
}
