package dev.chainrule.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import org.hibernate.annotations.Immutable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a job's transitions as one JSON document: they are always read together. */
@Converter
@Immutable
class TransitionsConverter implements AttributeConverter<List<Transition>, String> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectReader TRANSITIONS = JSON.readerForListOf(Transition.class);

    @Override
    public String convertToDatabaseColumn(List<Transition> transitions) {
        return JSON.writeValueAsString(transitions);
    }

    @Override
    public List<Transition> convertToEntityAttribute(String json) {
        return List.copyOf(TRANSITIONS.<List<Transition>>readValue(json));
    }
}
