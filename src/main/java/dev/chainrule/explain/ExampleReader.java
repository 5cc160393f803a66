package dev.chainrule.explain;

import dev.chainrule.problem.Faults;
import java.util.Optional;
import org.springframework.stereotype.Component;

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
        var rows = Optional.ofNullable(request.rows()).filter(given -> given.isArray() && !given.isEmpty());
        faults.require(rows.isPresent(), "rows", "must be an array of at least one row");
        var explained = models.find(
                model, request.version(), request.seed(), Batch.inputs(request.rows()), Optional.empty(), faults);
        if (rows.isEmpty() || explained.isEmpty()) {
            faults.throwIfAny();
        }
        var found = explained.orElseThrow();
        int count = rows.orElseThrow().size();
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
}
