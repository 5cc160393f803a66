package dev.chainrule.problem;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Binds parts of a request to records, and explains in the caller's terms what does not fit. */
@Component
public class JsonBinder {
    /** The longest JSON in a column of its own, in characters. In H2 such a column is a VARCHAR, whose limit is slightly above. */
    public static final int MAX_COLUMN_LENGTH = 1_000_000;

    /** The most faults of types and fields that are answered together. */
    private static final int FAULTS = 20;

    private final JsonMapper mapper;

    JsonBinder(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Binds a part of a request. What does not fit the type, an unknown field included, is noted as unread, and missing in the result: so that
     * the values of the rest can be checked, and all faults are answered together.
     *
     * @param part the part of the request; one that is not an object is noted as unread, and everything is missing in the result
     * @param at its place in the request
     * @throws ProblemException (422) if the part has too many faults, or if a name or a text in it is not valid Unicode, which could be stored,
     *     but not written into an answer
     */
    public <T> T bindReadable(JsonNode part, Class<T> type, Faults at) {
        return readReadable(object(part, type, at), type, at);
    }

    private static JsonNode object(JsonNode part, Class<?> type, Faults at) {
        if (part.isObject()) {
            return part;
        }
        at.unread("must be " + UnreadableBody.object(type));
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * As {@link #bindReadable(JsonNode, Class, Faults)}.
     *
     * @param nested fields that are parts of this one's, such as {@code optimizer.learningRate}: an unknown field may be meant for one
     */
    public <T> T bindReadable(JsonNode part, Class<T> type, Collection<String> nested, Faults at) {
        var known = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).sorted().toList();
        var fields = object(part, type, at);
        fields.forEachEntry((field, _) -> {
            if (!known.contains(field)) {
                NearestName.ofNested(field, known, nested).ifPresent(
                        meant -> at.at(field).unread("is not a known field (did you mean " + meant + "?); known are "
                                + String.join(", ", known)));
            }
        });
        return readReadable(fields, type, at);
    }

    /** Jackson stops at the first fault, so the part is bound once more without the faulty values. */
    private <T> T readReadable(JsonNode part, Class<T> type, Faults at) {
        requireUnicode(part, at);
        var readable = part;
        var leftOut = new HashSet<JsonPath>();
        while (true) {
            try {
                return mapper.treeToValue(readable, type);
            } catch (JacksonException unreadable) {
                var problem = UnreadableBody.explain(unreadable, at.pointer());
                if (problem.type() != ProblemType.INVALID) {
                    throw problem;
                }
                JsonPath.of(unreadable).within(at).unread(problem.errors().getFirst().detail());
                var path = JsonPath.toLeaveOut(unreadable);
                while (!path.isWhole() && !leftOut.add(path)) {
                    path = path.outer();
                }
                if (path.isWhole() || leftOut.size() > FAULTS) {
                    at.throwIfAny();
                }
                readable = path.without(readable);
            }
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
            throw ProblemException.invalid(at.pointer(), "is not valid Unicode: half of a surrogate pair is missing");
        }
    }

    /** JSON that this service wrote itself. */
    public <T> T readStored(String json, Class<T> type) {
        return mapper.readValue(json, type);
    }

    /** A JSON object that this service wrote itself. */
    public ObjectNode tree(String json) {
        return (ObjectNode) mapper.readTree(json);
    }

    public String write(@Nullable Object value) {
        return mapper.writeValueAsString(value);
    }
}
