package dev.chainrule.explain;

import tools.jackson.databind.JsonNode;

/** The fields that requests with a model, rows and targets have in common; {@link ExampleReader} reads them. */
public interface ExampleRequest {
    /** Raw rows. */
    JsonNode rows();

    /** The target of each row. */
    JsonNode targets();

    /** A version's number, or {@code "initial"}; null: the newest, and {@code "initial"} if there is none. */
    JsonNode version();

    /** The seed of the initial parameters; null: the model's own, or 0. */
    Long seed();
}
