package dev.chainrule.sweep;

import dev.chainrule.content.Sha256;
import dev.chainrule.job.JobRequest;
import dev.chainrule.job.JobRequest.HashedJson;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.problem.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Axes: paths into a job's request, and the values that they take. Its points are all combinations of values, in the order of nested
 * loops: the last axis changes with every point. A grid without axes has one point.
 */
record Grid(List<Axis> axes) {
    private static final String MODEL = "model";
    private static final String NAME = "name";
    private static final String TYPE = "type";
    private static final String RESUME_FROM = "resumeFrom";

    /** A node with its place among others, and its name. */
    private static final int NODE = 160;

    /** As many digits of the hash as in the names of models that are named after their definition. */
    private static final int NAME_DIGITS = 12;

    Grid {
        axes = List.copyOf(axes);
    }

    /**
     * Reads a grid's JSON form: an object of paths and arrays of values.
     *
     * @param given {@code null}: no axes
     * @param at collects what is wrong; the grid is valid only if there are no faults
     */
    static Grid read(@Nullable JsonNode given, Faults at) {
        if (given == null || given.isNull()) {
            return new Grid(List.of());
        }
        if (!given.isObject()) {
            at.add("must be an object: paths, each with an array of values, as in {\"optimizer.learningRate\": [0.01, 0.1]}");
            return new Grid(List.of());
        }
        var axes = new ArrayList<Axis>();
        given.forEachEntry((path, values) -> {
            if (at.require(values.isArray() && !values.isEmpty(), path, "must be an array of at least one value")) {
                axes.add(Axis.of(path, values.valueStream().toList()));
            }
        });
        return new Grid(axes);
    }

    /** This grid without the axes that the job cannot have a value at, or that are part of another axis; a fault is noted for each. */
    Grid valid(JsonNode job, Faults at) {
        return new Grid(axes.stream().filter(axis -> at.passes(() -> check(axis, job, at.at(axis.path())))).toList());
    }

    private void check(Axis axis, JsonNode job, Faults at) {
        axis.check(job, at);
        axes.stream()
                .filter(other -> other.contains(axis))
                .forEach(other -> at.add(
                        "is part of " + other.path() + ", which the grid varies, too: keep one of them"));
    }

    /** How many points there are; {@link Long#MAX_VALUE} if there are more than that. */
    long size() {
        long size = 1;
        for (var axis : axes) {
            long high = Math.multiplyHigh(size, axis.values().size());
            size = high == 0 && size * axis.values().size() > 0 ? size * axis.values().size() : Long.MAX_VALUE;
        }
        return size;
    }

    /** The index of the value that an axis takes at a point. */
    int valueIndex(Axis axis, int point) {
        int after = 1;
        for (var later : axes.subList(axes.indexOf(axis) + 1, axes.size())) {
            after *= later.values().size();
        }
        return point / after % axis.values().size();
    }

    /** The values of all axes at a point, by path. */
    Map<String, JsonNode> settings(int point) {
        var settings = new LinkedHashMap<String, JsonNode>();
        axes.forEach(axis -> settings.put(axis.path(), axis.values().get(valueIndex(axis, point))));
        return settings;
    }

    /** A field of the job with one combination of the values that its axes have. */
    private record Combination(String field, List<Integer> indices) {}

    /**
     * The requests of all points. They share the JSON of fields that are the same at several points, and its hash. Where parts of a
     * named model are varied, its name is followed by a hyphen and a hash of the model's JSON: models that differ need names of their
     * own, and the same model gets the same name in every sweep.
     *
     * @param job an object that the grid is {@linkplain #valid valid} for; not modified
     */
    List<JobRequest> requests(ObjectNode job) {
        var byField = axes.stream().collect(Collectors.groupingBy(Axis::field));
        var unvaried = JobRequest.of(job);
        var parts = new HashMap<Combination, HashedJson>();
        return IntStream.range(0, Math.toIntExact(size()))
                .mapToObj(point -> {
                    var request = unvaried;
                    for (var field : byField.entrySet()) {
                        var varied = field.getValue();
                        var indices = varied.stream().map(axis -> valueIndex(axis, point)).toList();
                        var part = parts.computeIfAbsent(
                                new Combination(field.getKey(), indices),
                                _ -> HashedJson.of(field(given(job, field.getKey()), varied, indices)));
                        request = request.with(field.getKey(), part);
                    }
                    return request;
                })
                .toList();
    }

    /**
     * What {@link #requests} takes in memory, roughly: every combination of values of the places in a field has a copy of that field, and
     * every point the nodes of its request.
     */
    long bytes(JsonNode job) {
        long bytes = Saturated.product(size(), (long) NODE * (1 + job.size()));
        for (var places : axes.stream().collect(Collectors.groupingBy(Axis::field)).entrySet()) {
            long combinations = new Grid(places.getValue()).size();
            bytes = Saturated.sum(bytes, Saturated.product(combinations, NODE, nodes(job.path(places.getKey()))));
        }
        return bytes;
    }

    private static long nodes(JsonNode node) {
        long count = 1;
        for (var child : node) {
            count += nodes(child);
        }
        return count;
    }

    /** The job's value of a field; where it is left out, an object of its default type. A resumed job has the type of the other one. */
    private static JsonNode given(ObjectNode job, String field) {
        var type = JobSpecJson.DEFAULT_TYPES.get(field);
        return type == null || job.hasNonNull(field) || job.hasNonNull(RESUME_FROM)
                ? job.path(field)
                : JsonNodeFactory.instance.objectNode().put(TYPE, type);
    }

    private static JsonNode field(JsonNode given, List<Axis> places, List<Integer> indices) {
        var field = given.deepCopy();
        for (int i = 0; i < places.size(); i++) {
            field = places.get(i).put(field, places.get(i).values().get(indices.get(i)));
        }
        boolean sameName = places.stream().allMatch(axis -> axis.field().equals(MODEL) && axis.steps().size() > 1
                && !axis.steps().get(1).equals(NAME));
        if (sameName && field instanceof ObjectNode model && model.path(NAME).isString()) {
            var hash = Sha256.of(model.toString().getBytes(StandardCharsets.UTF_8));
            model.put(NAME, model.get(NAME).stringValue() + "-" + hash.substring(0, NAME_DIGITS));
        }
        return field;
    }
}
