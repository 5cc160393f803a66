package dev.chainrule.explain.surface;

import dev.chainrule.explain.ParameterDocument;
import dev.chainrule.explain.surface.CostSurfaceRequest.ParameterRange;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonExample;
import dev.chainrule.problem.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A {@link CostSurfaceRequest} in JSON.
 *
 * @param losses names
 */
record CostSurfaceDocument(
        @Nullable String model,
        @Nullable JsonNode version,
        @Nullable Long seed,
        @Nullable String dataset,
        @Nullable JsonNode rows,
        @Nullable JsonNode targets,
        @Nullable List<@Nullable String> losses,
        @Nullable AxisDocument x,
        @Nullable AxisDocument y,
        @Nullable Integer steps,
        @Nullable String job) {
    private static final int DEFAULT_STEPS = 120;
    private static final int MAX_STEPS = 500;

    /** Small enough that all points between two such ends are finite. */
    private static final double FARTHEST = 1e100;

    /** A parameter and its range. */
    @JsonExample("{\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -15, \"to\": 15}")
    record AxisDocument(@Nullable ParameterDocument parameter, @Nullable Double from, @Nullable Double to) {
        private Optional<ParameterRange> read(Faults at) {
            at.require(parameter != null, "parameter",
                    "is missing: name a parameter, as in {\"layer\": 0, \"bias\": 0}");
            checkEnd(from, at.at("from"));
            checkEnd(to, at.at("to"));
            if (from != null && to != null) {
                at.require(from < to, "to", "must be greater than from");
            }
            return parameter == null || at.at("parameter").isPartlyUnread()
                    ? Optional.empty()
                    : Optional.of(new ParameterRange(parameter, from == null ? 0 : from, to == null ? 1 : to));
        }

        private static void checkEnd(@Nullable Double end, Faults at) {
            if (end == null) {
                at.add("is missing: give both ends of the axis");
            } else if (!(Math.abs(end) <= FARTHEST)) {
                at.add("must be from -" + FARTHEST + " to " + FARTHEST);
            }
        }
    }

    /**
     * What was asked, with a fault noted for each part that is wrong; the rest can be checked with the model.
     *
     * @throws dev.chainrule.problem.ProblemException (422) with all faults if no model is named
     */
    CostSurfaceRequest read(Faults faults) {
        var name = Optional.ofNullable(model);
        faults.require(name.isPresent(), "model", "is missing: give a model's name");
        int wanted = steps == null ? DEFAULT_STEPS : steps;
        boolean measurable =
                faults.require(wanted >= 2 && wanted <= MAX_STEPS, "steps", "must be from 2 to " + MAX_STEPS);
        int points = measurable ? wanted : DEFAULT_STEPS;
        var axisX = axis(x, faults.at("x"));
        var axisY = axis(y, faults.at("y"));
        faults.require(job == null || ResourceName.isId(job), "job", "must be the id of a job");
        boolean rowsGiven = present(rows) || present(targets);
        if (dataset == null && !rowsGiven) {
            faults.add("dataset", "is missing: give a dataset's name, or rows and targets");
        } else if (dataset != null && rowsGiven) {
            faults.add(present(rows) ? "rows" : "targets", "must be left out where there is a dataset");
        }
        var chosen = losses == null ? List.<Loss>of() : chosen(losses, faults.at("losses"));
        if (name.isEmpty()) {
            faults.throwIfAny();
        }
        return new CostSurfaceRequest(
                name.orElseThrow(), version, seed, Optional.ofNullable(dataset), rows, targets, chosen, axisX, axisY,
                points, Optional.ofNullable(job).filter(ResourceName::isId).map(UUID::fromString));
    }

    private static Optional<ParameterRange> axis(@Nullable AxisDocument axis, Faults at) {
        if (axis == null) {
            at.add("is missing: give a parameter with its range, as in {\"parameter\": {\"layer\": 0, \"bias\": 0},"
                    + " \"from\": -15, \"to\": 15}");
            return Optional.empty();
        }
        return axis.read(at);
    }

    private static boolean present(@Nullable JsonNode part) {
        return part != null && !part.isNull();
    }

    /** Adds a fault for every wrong one. */
    private static List<Loss> chosen(List<@Nullable String> losses, Faults at) {
        if (losses.isEmpty()) {
            at.add("must name at least one loss, or be left out for the model's own");
        }
        var chosen = new ArrayList<Loss>();
        for (int i = 0; i < losses.size(); i++) {
            var loss = at.choice(i, losses.get(i), Loss.class);
            if (loss.isPresent() && at.require(!chosen.contains(loss.get()), i, "is given twice")) {
                chosen.add(loss.get());
            }
        }
        return chosen;
    }
}
