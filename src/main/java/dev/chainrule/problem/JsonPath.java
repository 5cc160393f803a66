package dev.chainrule.problem;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The path from a tree of JSON to a part of it.
 *
 * @param steps fields' names and indices
 */
record JsonPath(List<Object> steps) {
    /** The path to the part that could not be bound. */
    static JsonPath of(JacksonException unreadable) {
        return new JsonPath(unreadable.getPath().stream()
                .map(step -> step.getPropertyName() == null ? (Object) step.getIndex() : step.getPropertyName())
                .toList());
    }

    /** The path to what is left out so that the rest can be bound: the faulty part, or the whole array that has it as an element. */
    static JsonPath toLeaveOut(JacksonException unreadable) {
        var path = of(unreadable);
        boolean isElement = !path.isWhole() && path.steps.getLast() instanceof Integer;
        boolean isRecord = unreadable instanceof MismatchedInputException wrong && wrong.getTargetType() != null
                && wrong.getTargetType().isRecord();
        return isElement && !isRecord ? path.outer() : path;
    }

    boolean isWhole() {
        return steps.isEmpty();
    }

    /** The path to what contains the part. */
    JsonPath outer() {
        return new JsonPath(steps.subList(0, Math.max(0, steps.size() - 1)));
    }

    Faults within(Faults whole) {
        var at = whole;
        for (var step : steps) {
            at = at.at(step);
        }
        return at;
    }

    /** A copy of the tree, as far as it differs, in which the part is missing; null in place of an element of an array. */
    JsonNode without(JsonNode tree) {
        if (isWhole()) {
            return JsonNodeFactory.instance.nullNode();
        }
        var rest = new JsonPath(steps.subList(1, steps.size()));
        return switch (tree) {
            case ObjectNode object when steps.getFirst() instanceof String name -> {
                var copy = JsonNodeFactory.instance.objectNode();
                copy.setAll(object);
                if (rest.isWhole()) {
                    copy.remove(name);
                } else {
                    copy.set(name, rest.without(object.path(name)));
                }
                yield copy;
            }
            case ArrayNode array when steps.getFirst() instanceof Integer index && index < array.size() -> {
                var copy = JsonNodeFactory.instance.arrayNode(array.size());
                copy.addAll(array);
                copy.set(index, rest.without(array.get(index)));
                yield copy;
            }
            default -> tree;
        };
    }
}
