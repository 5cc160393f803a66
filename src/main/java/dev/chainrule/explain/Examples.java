package dev.chainrule.explain;

import dev.chainrule.graph.Shape;
import dev.chainrule.problem.Faults;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what most explanations begin with: a model, and rows with their targets. */
@Component
class Examples {
    private static final int MAX_ROWS = 10_000;

    /** Values of all nodes for all rows: 8 MB, and as much for their gradients. */
    private static final long MAX_VALUES = 1_000_000;

    private final Subjects subjects;

    Examples(Subjects subjects) {
        this.subjects = subjects;
    }

    /** @param values numbers that the nodes have for a row */
    record Example(Subject subject, Batch batch, long values) {}

    /**
     * @param faults takes what is wrong with the fields of these names
     * @throws dev.chainrule.problem.ProblemException (422) with all faults, if there is no model to read the rows for, or too many rows;
     *     (404) if there is no such model or version
     */
    Example read(String model, JsonNode version, Long seed, JsonNode rows, JsonNode targets, Faults faults) {
        boolean some = faults.require(
                rows != null && rows.isArray() && !rows.isEmpty(), "rows", "must be an array of at least one row");
        var subject = subjects.find(model, version, seed, inputs(rows), Optional.empty(), faults);
        if (!some || subject.isEmpty()) {
            faults.throwIfAny();
        }
        var found = subject.orElseThrow();
        faults.require(
                found.version() == null || seed == null, "seed",
                "is for a model as it starts: leave it out, or ask for version \"initial\"");
        long values = values(found);
        boolean few = faults.require(
                rows.size() * values <= MAX_VALUES, "rows", "are " + rows.size() + ", each with " + values
                        + " values in the nodes of the model, together more than " + MAX_VALUES + ": send fewer");
        if (!few) {
            faults.throwIfAny();
        }
        return new Example(found, Batch.read(rows, targets, found, MAX_ROWS, faults), values);
    }

    /** A model that leaves open how many inputs it has takes the first row's. */
    private static OptionalInt inputs(JsonNode rows) {
        if (rows == null || !rows.isArray() || rows.isEmpty()) {
            return OptionalInt.empty();
        }
        var first = rows.get(0);
        int size = first.isContainer() ? first.size() : 1;
        return size == 0 ? OptionalInt.empty() : OptionalInt.of(size);
    }

    /** Numbers that all nodes have for a row. */
    private static long values(Subject subject) {
        var graph = subject.graph().definition();
        return graph.nodes().stream()
                .map(node -> graph.shape(node.name()))
                .filter(shape -> shape.rows() == Shape.ANY_ROWS)
                .mapToLong(Shape::columns)
                .sum();
    }
}
