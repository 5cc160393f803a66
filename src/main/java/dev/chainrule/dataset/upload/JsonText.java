package dev.chainrule.dataset.upload;

import dev.chainrule.problem.UnreadableBody;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;

/** A JSON document that can be read again and again as a stream of tokens. */
@FunctionalInterface
interface JsonText {
    /** Longer texts and names are refused: no category, and no name in a dataset, is that long. */
    int MAX_STRING = 1 << 16;

    int MAX_NAME = 1 << 8;

    /** NaN and Infinity are accepted here, so that the fault that they are can name their place in the dataset. */
    JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    JsonParser open();

    static JsonText of(Upload upload) {
        return () -> FACTORY.createParser(ObjectReadContext.empty(), upload.open());
    }

    static JsonText of(JsonNode node) {
        return () -> node.traverse(ObjectReadContext.empty());
    }

    /** @throws dev.chainrule.problem.ProblemException (400) if it is not JSON */
    default void read(Consumer<JsonParser> reader) {
        try (var parser = open()) {
            reader.accept(parser);
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
    }
}
