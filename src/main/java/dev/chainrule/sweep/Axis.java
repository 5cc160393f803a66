package dev.chainrule.sweep;

import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path into a job's request, and the values that it takes there.
 *
 * @param path the steps, joined by dots
 * @param steps names of fields and indices of arrays
 */
record Axis(String path, List<String> steps, List<JsonNode> values) {
    /** Fields that take a type's name in place of an object of that type. */
    private static final Set<String> SHORT_FORMS = Set.of("optimizer", "initializer", "learningRateSchedule");

    private static final int MAX_INDEX_DIGITS = 9;

    Axis {
        steps = List.copyOf(steps);
        values = List.copyOf(values);
    }

    static Axis of(String path, List<JsonNode> values) {
        return new Axis(path, List.of(path.split("\\.", -1)), values);
    }

    /** The first step: a field of the job. */
    String field() {
        return steps.getFirst();
    }

    /** The path as a JSON pointer. */
    String pointer() {
        var at = new Faults();
        for (var step : steps) {
            at = at.at(step);
        }
        return at.pointer();
    }

    /** Whether the other path leads to a part of what this one leads to. */
    boolean contains(Axis other) {
        return other.steps.size() > steps.size() && other.steps.subList(0, steps.size()).equals(steps);
    }

    /** Notes a fault if the job cannot have a value at this path. */
    void check(JsonNode job, Faults at) {
        if (steps.contains("")) {
            at.add("must be names of fields and indices of arrays, joined by dots, as in optimizer.learningRate");
            return;
        }
        var node = job;
        for (int i = 0; i < steps.size(); i++) {
            var above = i == 0 ? "job" : "job's " + String.join(".", steps.subList(0, i));
            var step = steps.get(i);
            if (node.isMissingNode() || node.isNull()) {
                if (isIndex(step)) {
                    at.add("must be a place in the job, but the " + above + " is not an array");
                    return;
                }
                node = JsonNodeFactory.instance.missingNode();
            } else if (node.isObject()) {
                node = node.path(step);
            } else if (node.isArray()) {
                if (!isIndex(step) || Integer.parseInt(step) >= node.size()) {
                    at.add("must be a place in the job, but the " + above + " has the elements 0 to "
                            + (node.size() - 1));
                    return;
                }
                node = node.path(Integer.parseInt(step));
            } else if (node.isString() && i > 0 && SHORT_FORMS.contains(steps.get(i - 1))) {
                node = JsonNodeFactory.instance.missingNode();
            } else {
                at.add("must be a place in the job, but the " + above + " is a single value and has no fields");
                return;
            }
        }
    }

    /**
     * Sets a value at this path.
     *
     * @param field the value of the job's {@link #field}, or a missing node; modified
     * @return the new value of that field
     */
    JsonNode put(JsonNode field, JsonNode value) {
        return put(field, 1, value);
    }

    private JsonNode put(JsonNode node, int depth, JsonNode value) {
        if (depth == steps.size()) {
            return value;
        }
        var step = steps.get(depth);
        if (node instanceof ArrayNode array) {
            int index = Integer.parseInt(step);
            array.set(index, put(array.path(index), depth + 1, value));
            return array;
        }
        var object = node instanceof ObjectNode present ? present : JsonNodeFactory.instance.objectNode();
        if (node.isString()) {
            object.set("type", node);
        }
        object.set(step, put(object.path(step), depth + 1, value));
        return object;
    }

    private static boolean isIndex(String step) {
        return step.length() <= MAX_INDEX_DIGITS && step.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
