package dev.chainrule.model.definition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** An initialiser in JSON: a name, or {@code {"type": name}} with its parameter. */
record InitializerDocument(String type, Double standardDeviation, Double limit) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static InitializerDocument named(String type) {
        return new InitializerDocument(type, null, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    InitializerDocument {}

    @JsonValue
    Object json() {
        if (standardDeviation == null && limit == null) {
            return type;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        if (standardDeviation != null) {
            fields.put("standardDeviation", standardDeviation);
        }
        if (limit != null) {
            fields.put("limit", limit);
        }
        return fields;
    }
}
