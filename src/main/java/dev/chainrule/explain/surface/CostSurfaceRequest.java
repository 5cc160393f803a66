package dev.chainrule.explain.surface;

import dev.chainrule.explain.ParameterReference;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ResourceName;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A request for the cost over two parameters.
 *
 * @param model a name or an id
 * @param version a number, an alias, a rule, or {@code "initial"}; left out: see {@code ExplainedModels}
 * @param seed of the initial parameters
 * @param dataset a name or an id; or {@code rows} and {@code targets}
 * @param losses names; left out: the model's own
 * @param steps grid points a side
 * @param job whose path is drawn over it
 */
record CostSurfaceRequest(
        String model,
        JsonNode version,
        Long seed,
        String dataset,
        JsonNode rows,
        JsonNode targets,
        List<String> losses,
        AxisDocument x,
        AxisDocument y,
        Integer steps,
        String job) {
    private static final int DEFAULT_STEPS = 120;
    private static final int MAX_STEPS = 500;

    /** Small enough that all points between two such ends are finite. */
    private static final double FARTHEST = 1e100;

    /** A parameter and its range. */
    record AxisDocument(ParameterReference parameter, Double from, Double to) {
        private void check(Faults at) {
            at.require(parameter != null, "parameter",
                    "is missing: name a parameter, as in {\"layer\": 0, \"bias\": 0}");
            checkEnd(from, at.at("from"));
            checkEnd(to, at.at("to"));
            if (from != null && to != null) {
                at.require(from < to, "to", "must be greater than from");
            }
        }

        private static void checkEnd(Double end, Faults at) {
            if (end == null) {
                at.add("is missing: give both ends of the axis");
            } else if (!(Math.abs(end) <= FARTHEST)) {
                at.add("must be from -" + FARTHEST + " to " + FARTHEST);
            }
        }
    }

    int points() {
        return steps == null ? DEFAULT_STEPS : steps;
    }

    /** Collects what is wrong apart from the model. */
    void check(Faults faults) {
        faults.require(model != null, "model", "is missing: give a model's name");
        faults.require(
                points() >= 2 && points() <= MAX_STEPS, "steps", "must be from 2 to " + MAX_STEPS);
        check(x, faults.at("x"));
        check(y, faults.at("y"));
        faults.require(job == null || ResourceName.isId(job), "job", "must be the id of a job");
        boolean rowsGiven = present(rows) || present(targets);
        if (dataset == null && !rowsGiven) {
            faults.add("dataset", "is missing: give a dataset's name, or rows and targets");
        } else if (dataset != null && rowsGiven) {
            faults.add(present(rows) ? "rows" : "targets", "must be left out where there is a dataset");
        }
    }

    private static void check(AxisDocument axis, Faults at) {
        if (axis == null) {
            at.add("is missing: give a parameter with its range, as in {\"parameter\": {\"layer\": 0, \"bias\": 0},"
                    + " \"from\": -15, \"to\": 15}");
        } else {
            axis.check(at);
        }
    }

    private static boolean present(JsonNode part) {
        return part != null && !part.isNull();
    }

    /** The losses by name, empty if none is given; adds a fault for every wrong one. */
    List<Loss> chosenLosses(Faults at) {
        var chosen = new ArrayList<Loss>();
        if (losses == null) {
            return chosen;
        }
        if (losses.isEmpty()) {
            at.add("must name at least one loss, or be left out for the model's own");
        }
        for (int i = 0; i < losses.size(); i++) {
            var loss = at.choice(i, losses.get(i), Loss.class);
            if (loss != null && at.require(!chosen.contains(loss), i, "is given twice")) {
                chosen.add(loss);
            }
        }
        return chosen;
    }
}
