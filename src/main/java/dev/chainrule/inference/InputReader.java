package dev.chainrule.inference;

import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one input of a request, whose members come in any order: data that come before what they are are read once all of it is known.
 */
final class InputReader {
    private static final List<String> DATATYPES = Arrays.stream(Datatype.values()).map(Enum::name).toList();
    private static final int SHOWN = 40;
    private static final int UNKNOWN = -1;

    private final JsonMapper mapper;
    private final byte[] body;
    private final int jsonLength;
    private final int index;

    private @Nullable String name;
    private @Nullable Datatype datatype;
    private @Nullable TensorShape shape;
    private OptionalLong binarySize = OptionalLong.empty();

    /** Where the data begin that are to be read later. */
    private int later = UNKNOWN;
    private @Nullable ByteBuffer elements;

    /** @param index of the input in the request */
    InputReader(JsonMapper mapper, byte[] body, int jsonLength, int index) {
        this.mapper = mapper;
        this.body = body;
        this.jsonLength = jsonLength;
        this.index = index;
    }

    /**
     * An input, whose elements are either there or binary.
     *
     * @param elements as the binary extension has them; {@code null}: they follow the JSON
     * @param binarySize their bytes, if they follow the JSON
     */
    record RequestInput(TensorHead head, @Nullable ByteBuffer elements, long binarySize) {}

    /** @param json at the input; at its end after this */
    RequestInput read(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw ProblemException.invalid(pointer(""),
                    "must be an object with name, shape, datatype and data");
        }
        for (var member = json.nextName(); member != null; member = json.nextName()) {
            json.nextToken();
            member(member, json);
        }
        return whole();
    }

    private String pointer(String part) {
        return "/inputs/" + index + part;
    }

    private void member(String member, JsonParser json) {
        switch (member) {
            case "name" -> name = JsonMembers.text(json, pointer("/name"));
            case "datatype" -> datatype = datatype(JsonMembers.text(json, pointer("/datatype")));
            case "shape" -> shape = shape(json);
            case "parameters" -> JsonMembers.parameters(json, pointer("/parameters"), this::parameter);
            case "data" -> data(json);
            default -> throw JsonMembers.unknown(pointer("/"), member,
                    List.of("data", "datatype", "name", "parameters", "shape"));
        }
    }

    private Datatype datatype(String text) {
        if (!DATATYPES.contains(text)) {
            throw ProblemException.invalid(pointer("/datatype"), "must be one of " + String.join(", ", DATATYPES)
                    + ", but is \"" + Excerpt.of(text, SHOWN) + "\"" + NearestName.hint(text, DATATYPES));
        }
        return Datatype.valueOf(text);
    }

    private TensorShape shape(JsonParser json) {
        var dimensions = new ArrayList<Long>();
        boolean isRight = json.currentToken() == JsonToken.START_ARRAY;
        while (isRight && json.nextToken() != JsonToken.END_ARRAY) {
            isRight = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    && json.getLongValue() >= 0
                    && dimensions.add(json.getLongValue())
                    && dimensions.size() <= TensorShape.MOST_DIMENSIONS;
        }
        if (!isRight || dimensions.isEmpty()) {
            throw ProblemException.invalid(pointer("/shape"), "must be an array of 1 to " + TensorShape.MOST_DIMENSIONS
                    + " integers of 0 or more, as in [2, 1]: the rows and what each has");
        }
        return new TensorShape(dimensions);
    }

    private void parameter(String parameter, JsonParser json) {
        switch (parameter) {
            case "binary_data_size" ->
                binarySize = OptionalLong.of(JsonMembers.count(json, pointer("/parameters/binary_data_size")));
            case "shared_memory_region" -> throw ProblemException.invalid(pointer("/parameters/shared_memory_region"),
                    "is not supported: send the data with the request");
            default -> json.skipChildren();
        }
    }

    private void data(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return; // as KServe's client writes what is binary
        }
        if (name != null && shape != null && datatype != null) {
            elements = JsonElements.read(json, new TensorHead(index, name, datatype, shape), jsonLength);
        } else {
            later = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
        }
    }

    private RequestInput whole() {
        var head = new TensorHead(
                index, required(name, "name"), required(datatype, "datatype"), required(shape, "shape"));
        if (later != UNKNOWN) {
            try (var json = mapper.createParser(body, later, jsonLength - later)) {
                json.nextToken();
                elements = JsonElements.read(json, head, jsonLength);
            }
        }
        if (elements == null && binarySize.isEmpty()) {
            throw head.invalid("data", "has neither data nor the parameter binary_data_size");
        }
        if (elements != null && binarySize.isPresent()) {
            throw head.invalid("data", "has data in JSON and the parameter binary_data_size: leave one of them out");
        }
        return new RequestInput(head, elements, binarySize.orElse(0));
    }

    private <T> T required(@Nullable T value, String member) {
        if (value == null) {
            throw ProblemException.invalid(pointer("/" + member), "is missing");
        }
        return value;
    }
}
