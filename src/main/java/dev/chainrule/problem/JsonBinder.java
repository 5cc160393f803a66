package dev.chainrule.problem;

import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Binds parts of a request to records, and says in the caller's terms where they do not fit. */
@Component
public class JsonBinder {
    /** The longest JSON in a column of its own, in characters: H2's VARCHAR, which TEXT is there, ends little above. */
    public static final int MAX_COLUMN_LENGTH = 1_000_000;

    private final JsonMapper mapper;

    JsonBinder(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * @param part the part of the request; must be an object
     * @param at where it stands
     * @throws ProblemException (422) if the part is no object or does not fit the type, an unknown field included, or if a name or a
     *     text in it is no Unicode: it could be kept, but not be answered
     */
    public <T> T bind(JsonNode part, Class<T> type, Faults at) {
        if (!part.isObject()) {
            throw ProblemException.invalid(at.pointer(), "must be an object");
        }
        return read(part, type, at);
    }

    /** As {@link #bind}, for a part that need not be an object. */
    public <T> T read(JsonNode part, Class<T> type, Faults at) {
        requireUnicode(part, at);
        try {
            return mapper.treeToValue(part, type);
        } catch (JacksonException exception) {
            throw UnreadableBody.explain(exception, at.pointer());
        }
    }

    private static void requireUnicode(JsonNode part, Faults at) {
        if (part.isString()) {
            requireUnicode(part.stringValue(), at);
        } else if (part.isObject()) {
            part.forEachEntry((name, value) -> {
                requireUnicode(name, at.at(name));
                requireUnicode(value, at.at(name));
            });
        } else if (part.isArray()) {
            for (int i = 0; i < part.size(); i++) {
                var element = part.get(i);
                // Large arrays are of numbers, or of arrays of numbers.
                if (element.isString() || element.isContainer()) {
                    requireUnicode(element, at.at(i));
                }
            }
        }
    }

    private static void requireUnicode(String text, Faults at) {
        if (!UnicodeText.isWellFormed(text)) {
            throw ProblemException.invalid(at.pointer(), "is no Unicode: half of a surrogate pair is missing");
        }
    }

    /** JSON that this service wrote itself. */
    public <T> T readOwn(String json, Class<T> type) {
        return mapper.readValue(json, type);
    }

    /** JSON of this service's own that is an object. */
    public ObjectNode tree(String json) {
        return (ObjectNode) mapper.readTree(json);
    }

    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }
}
