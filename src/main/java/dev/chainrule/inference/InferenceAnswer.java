package dev.chainrule.inference;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request to infer.
 *
 * @param body the JSON, and the outputs in binary that follow it
 * @param jsonLength bytes of the JSON; empty: no output is binary
 */
record InferenceAnswer(byte[] body, OptionalInt jsonLength) {
    /** An output, and its bytes if it is binary. */
    record Part(OutputTensor output, byte @Nullable [] binary) {
        static Part of(OutputTensor output, boolean isBinary) {
            return new Part(output, isBinary ? output.binary() : null);
        }
    }

    /** @param parameters with texts and integers */
    static InferenceAnswer of(JsonMapper mapper, String model, int version, String id, Map<String, Object> parameters,
            List<Part> parts) {
        var out = new ByteArrayOutputStream();
        try (var json = mapper.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", model);
            json.writeStringProperty("model_version", Integer.toString(version));
            json.writeStringProperty("id", id);
            json.writePOJOProperty("parameters", parameters);
            json.writeArrayPropertyStart("outputs");
            parts.forEach(part -> write(part, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        var binaries = new ArrayList<byte[]>();
        for (var part : parts) {
            if (part.binary() != null) {
                binaries.add(part.binary());
            }
        }
        int length = out.size();
        return binaries.isEmpty()
                ? new InferenceAnswer(out.toByteArray(), OptionalInt.empty())
                : new InferenceAnswer(joined(out.toByteArray(), binaries), OptionalInt.of(length));
    }

    private static void write(Part part, JsonGenerator json) {
        var output = part.output();
        json.writeStartObject();
        json.writeStringProperty("name", output.name());
        json.writeStringProperty("datatype", output.datatype().name());
        json.writeArrayPropertyStart("shape");
        output.shape().forEach(json::writeNumber);
        json.writeEndArray();
        if (part.binary() == null) {
            json.writeName("data");
            output.write(json);
        } else {
            json.writeObjectPropertyStart("parameters");
            json.writeNumberProperty("binary_data_size", part.binary().length);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static byte[] joined(byte[] json, List<byte[]> binaries) {
        int length = binaries.stream().map(binary -> binary.length).reduce(json.length, Math::addExact);
        var all = Arrays.copyOf(json, length);
        int from = json.length;
        for (var binary : binaries) {
            System.arraycopy(binary, 0, all, from, binary.length);
            from += binary.length;
        }
        return all;
    }
}
