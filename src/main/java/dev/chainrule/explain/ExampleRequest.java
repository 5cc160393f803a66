package dev.chainrule.explain;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields that requests with a model, rows and targets have in common; {@link ExampleReader} reads them. */
public interface ExampleRequest {
    /** Raw rows. */
    @Nullable
    JsonNode rows();

    /** The target of each row. */
    @Nullable
    JsonNode targets();

    /** See {@link ExplainedModels#find}. */
    @Nullable
    JsonNode version();

    /** The seed of the initial parameters; without it: the model's own, or 0. */
    @Nullable
    Long seed();
}
