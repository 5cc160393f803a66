package dev.chainrule.model;

import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.network.Prediction;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Predicts with trained versions. */
@Service
class Predictions {
    private final Versions versions;
    private final Compute compute;
    private final JsonBinder json;
    private final ModelProperties limits;

    Predictions(Versions versions, Compute compute, JsonBinder json, ModelProperties limits) {
        this.versions = versions;
        this.compute = compute;
        this.json = json;
        this.limits = limits;
    }

    /** A request to predict: {@code {"rows": […]}}. */
    private record Request(JsonNode rows) {}

    /**
     * What a version makes of rows.
     *
     * @param outputs a row for each row; numbers in the target's own unit
     * @param classes the class of each row, null for a row whose outputs are not numbers; null if the outputs say none
     * @param labels the classes by name; null if they have none
     */
    record PredictionView(String model, int version, Object outputs, List<Integer> classes, List<String> labels) {}

    /** @param version null: the newest */
    PredictionView predict(String nameOrId, Integer version, JsonNode body) {
        var faults = new Faults();
        var request = json.bind(body, Request.class, faults);
        var trained = versions.load(nameOrId, version);
        var preprocessing = trained.preprocessing();
        var precision = trained.network().precision();
        var x = RawRows.features(
                request.rows(), preprocessing, precision, limits.maxPredictionRows(), faults.at("rows"));
        faults.throwIfAny();
        var outputs =
                Prediction.of(trained.network(), x, compute.operations(precision, ComputeTeam.alone()))
                        .toArray();

        var task = Task.of(preprocessing, trained.loss());
        var classes = task.decidesOneClass() ? new ArrayList<Integer>() : null;
        for (var output : outputs) {
            if (classes != null) {
                var found = task.classOf(output);
                classes.add(found.isPresent() ? found.getAsInt() : null);
            }
            preprocessing.decode(output);
        }
        var names = preprocessing.targets().getFirst().categories();
        var labels = classes == null || names.isEmpty()
                ? null
                : classes.stream().map(index -> index == null ? null : names.get(index)).toList();
        return new PredictionView(
                trained.name(), trained.version(), NumberRows.of(precision, outputs), classes, labels);
    }
}
