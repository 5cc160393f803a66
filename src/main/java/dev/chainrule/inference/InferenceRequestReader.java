package dev.chainrule.inference;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.UnreadableBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads a request to infer: its JSON, and the binary data that follow it. */
final class InferenceRequestReader {
    /** The header that says how many bytes of the body are JSON. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final List<String> MEMBERS =
            List.of("id", "inputs", "model_name", "model_version", "outputs", "parameters");

    /** Of digits that are an int. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private static final int LONGEST_ID = 1000;

    /** No UTF-8 has it, and Jackson takes it for the end of a name. */
    private static final byte NEVER_IN_UTF_8 = (byte) 0xFF;

    private final JsonMapper mapper;
    private final byte[] body;
    private final int jsonLength;
    private final boolean isJsonOnly;

    private Optional<String> id = Optional.empty();
    private @Nullable List<InputReader.RequestInput> inputs;
    private List<RequestedOutput> outputs = List.of();
    private boolean binaryOutput;

    private InferenceRequestReader(JsonMapper mapper, byte[] body, int jsonLength, boolean isJsonOnly) {
        this.mapper = mapper;
        this.body = body;
        this.jsonLength = jsonLength;
        this.isJsonOnly = isJsonOnly;
    }

    /**
     * @param header the value of {@link #JSON_LENGTH}; {@code null}: the whole body is JSON
     * @throws ProblemException (400, 422) if it is no such request
     */
    static InferenceRequest read(JsonMapper mapper, byte[] body, @Nullable String header) {
        try {
            return new InferenceRequestReader(mapper, body, jsonLength(body, header), header == null).read();
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
    }

    /** How many bytes of a body are JSON; otherwise as {@link #read}. */
    static int jsonLength(byte[] body, @Nullable String header) {
        if (header == null) {
            return body.length;
        }
        if (LENGTH.matcher(header).matches() && Integer.parseInt(header) <= body.length) {
            return Integer.parseInt(header);
        }
        throw ProblemException
                .malformed("The header " + JSON_LENGTH + " must be how many bytes of the body are JSON: an"
                        + " integer of " + body.length + " at most");
    }

    private InferenceRequest read() {
        for (int i = 0; i < jsonLength; i++) {
            // A byte 0 is one of UTF-16 or UTF-32, or of no text.
            if (body[i] == NEVER_IN_UTF_8 || body[i] == 0) {
                throw ProblemException.malformed("The JSON is not UTF-8, or is not as long as the header " + JSON_LENGTH
                        + " says: it has a byte " + (body[i] == 0 ? "0" : "0xFF") + " at " + i);
            }
        }
        try (var json = mapper.createParser(body, 0, jsonLength)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ProblemException.malformed("The body must be a JSON object with inputs");
            }
            for (var member = json.nextName(); member != null; member = json.nextName()) {
                json.nextToken();
                member(member, json);
            }
            if (inputs == null || inputs.isEmpty()) {
                throw ProblemException.invalid("/inputs", "must be an array of at least one input");
            }
            var tensors = tensors(inputs);
            if (json.nextToken() != null) {
                throw ProblemException.malformed("Text follows the JSON: binary data need the header " + JSON_LENGTH);
            }
            return new InferenceRequest(id, tensors, outputs, binaryOutput);
        }
    }

    private void member(String member, JsonParser json) {
        boolean isNull = json.currentToken() == JsonToken.VALUE_NULL;
        switch (member) {
            case "id" -> id = isNull ? Optional.empty() : id(JsonMembers.text(json, "/id"));
            case "inputs" -> inputs = list(json, "/inputs", this::input);
            case "outputs" -> outputs = isNull ? List.of() : list(json, "/outputs", InferenceRequestReader::output);
            case "parameters" -> JsonMembers.parameters(json, "/parameters", this::parameter);
            // The path says it, too.
            case "model_name", "model_version" -> json.skipChildren();
            default -> throw JsonMembers.unknown("/", member, MEMBERS);
        }
    }

    private static Optional<String> id(String text) {
        if (text.length() > LONGEST_ID) {
            throw ProblemException.invalid("/id", "must have at most " + LONGEST_ID + " characters");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private void parameter(String name, JsonParser json) {
        if (name.equals("binary_data_output")) {
            binaryOutput = JsonMembers.logical(json, "/parameters/binary_data_output");
        } else {
            json.skipChildren();
        }
    }

    /** Reads one of many. */
    private interface ElementReader<T> {
        T read(JsonParser json, int index);
    }

    private static <T> List<T> list(JsonParser json, String pointer, ElementReader<T> reader) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw ProblemException.invalid(pointer, "must be an array");
        }
        var list = new ArrayList<T>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(reader.read(json, list.size()));
        }
        return list;
    }

    private InputReader.RequestInput input(JsonParser json, int index) {
        return new InputReader(mapper, body, jsonLength, index).read(json);
    }

    private static RequestedOutput output(JsonParser json, int index) {
        var pointer = "/outputs/" + index;
        var read = new OutputMembers(pointer);
        JsonMembers.parameters(json, pointer, read::member);
        if (read.name == null) {
            throw ProblemException.invalid(pointer + "/name", "is missing");
        }
        return new RequestedOutput(index, read.name, read.binary, read.classification);
    }

    /** What is read of an output. */
    private static final class OutputMembers {
        private final String pointer;
        private @Nullable String name;
        private Optional<Boolean> binary = Optional.empty();
        private OptionalInt classification = OptionalInt.empty();

        OutputMembers(String pointer) {
            this.pointer = pointer;
        }

        void member(String member, JsonParser json) {
            switch (member) {
                case "name" -> name = JsonMembers.text(json, pointer + "/name");
                case "parameters" -> JsonMembers.parameters(json, pointer + "/parameters", this::parameter);
                default -> throw JsonMembers.unknown(pointer + "/", member, List.of("name", "parameters"));
            }
        }

        private void parameter(String parameter, JsonParser json) {
            var at = pointer + "/parameters/" + parameter;
            switch (parameter) {
                case "binary_data" -> binary = Optional.of(JsonMembers.logical(json, at));
                case "classification" -> {
                    int classes = JsonMembers.count(json, at);
                    // Triton's clients send 0 for none.
                    classification = classes == 0 ? OptionalInt.empty() : OptionalInt.of(classes);
                }
                case "shared_memory_region" -> throw ProblemException.invalid(at,
                        "is not supported: outputs are in the answer");
                default -> json.skipChildren();
            }
        }
    }

    /** The inputs with their elements, which must be the rest of the body. */
    private List<Tensor> tensors(List<InputReader.RequestInput> inputs) {
        var tensors = new ArrayList<Tensor>();
        int from = jsonLength;
        for (var input : inputs) {
            var elements = input.elements();
            if (elements == null) {
                elements = binary(input, from);
                from += elements.remaining();
            }
            tensors.add(Tensor.of(input.head(), elements));
        }
        if (from != body.length) {
            throw ProblemException.malformed("The body has " + (body.length - from)
                    + " bytes after the binary data of its inputs: the lengths of both must be those of the body");
        }
        return tensors;
    }

    private ByteBuffer binary(InputReader.RequestInput input, int from) {
        if (isJsonOnly) {
            throw ProblemException.malformed("The binary data of the input \""
                    + TensorHead.shown(input.head().name()) + "\" need the header " + JSON_LENGTH
                    + ": how many bytes of the body are JSON");
        }
        if (input.binarySize() > body.length - from) {
            throw input.head().invalid("parameters/binary_data_size", "has " + (body.length - from)
                    + " bytes in the body, but binary_data_size is " + input.binarySize());
        }
        return ByteBuffer.wrap(body, from, (int) input.binarySize());
    }
}
