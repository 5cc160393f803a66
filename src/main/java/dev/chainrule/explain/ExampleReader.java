package dev.chainrule.explain;

import dev.chainrule.problem.Faults;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads a model, and rows with their targets, from a request. */
@Component
public class ExampleReader {
    private static final int MAX_ROWS = 10_000;

    /** Values of all nodes for all rows: 8 MB, and as much for their gradients. */
    private static final long MAX_VALUES = 1_000_000;

    private final ExplainedModels models;

    ExampleReader(ExplainedModels models) {
        this.models = models;
    }

    public record Example(ExplainedModel explained, Batch batch) {
        /** Inputs and targets of a row, counted together. */
        public int rowNumbers() {
            return batch.x().columns() + batch.y().columns();
        }
    }

    /**
     * @param faults collects what is wrong with the request's fields
     * @throws dev.chainrule.problem.ProblemException (422) with all faults, if there is no model to read the rows for, or too many rows;
     *     (404) if there is no such model or version
     */
    public Example read(String model, ExampleRequest request, Faults faults) {
        requireArray(request.rows(), faults.at("rows"));
        requireArray(request.targets(), faults.at("targets"));
        var explained = models.find(
                model, request.version(), request.seed(), Batch.inputs(request.rows()), Optional.empty(), faults);
        if (explained.isEmpty()) {
            faults.throwIfAny();
        }
        var found = explained.orElseThrow();
        int count = Optional.ofNullable(request.rows()).map(JsonNode::size).orElse(0);
        faults.require(
                found.version().isEmpty() || request.seed() == null, "seed",
                "applies to initial parameters only: leave it out, or set version to \"initial\"");
        long values = found.graph().definition().numbers(count);
        boolean few = faults.require(
                values <= MAX_VALUES, "rows", "are " + count + ", for which the nodes of the model have " + values
                        + " values, more than " + MAX_VALUES + ": send fewer");
        if (!few) {
            faults.throwIfAny();
        }
        var batch = Batch.read(request.rows(), request.targets(), found, MAX_ROWS, faults);
        batch.requireProbabilities(found.graph(), faults.at("targets"));
        return new Example(found, batch);
    }

    /** Before there is a model to read the rows for: they are unread if they are no rows, so that the fault is listed once. */
    private static void requireArray(@Nullable JsonNode rows, Faults at) {
        if (rows == null || !rows.isArray() || rows.isEmpty()) {
            at.unread("must be an array of at least one row");
        }
    }
}
