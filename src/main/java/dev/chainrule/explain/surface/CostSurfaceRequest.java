package dev.chainrule.explain.surface;

import dev.chainrule.explain.ParameterDocument;
import dev.chainrule.network.Loss;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for the cost over two parameters, with what can be checked without the model.
 *
 * @param model a name or an id
 * @param version see {@link dev.chainrule.explain.ExplainedModels#find}
 * @param seed of the initial parameters
 * @param dataset a name or an id; or else there are {@code rows} and {@code targets}
 * @param losses empty: the model's own
 * @param x empty if it is faulty; so is y
 * @param points of the grid, a side
 * @param job whose path is drawn over it
 */
record CostSurfaceRequest(
        String model,
        @Nullable JsonNode version,
        @Nullable Long seed,
        Optional<String> dataset,
        @Nullable JsonNode rows,
        @Nullable JsonNode targets,
        List<Loss> losses,
        Optional<ParameterRange> x,
        Optional<ParameterRange> y,
        int points,
        Optional<UUID> job) {

    /** Whether it says which rows the cost is of. */
    boolean hasRows() {
        return dataset.isPresent() || (rows != null && !rows.isNull());
    }

    /** A parameter and its range. */
    record ParameterRange(ParameterDocument parameter, double from, double to) {}
}
