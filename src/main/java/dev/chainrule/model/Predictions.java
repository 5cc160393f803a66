package dev.chainrule.model;

import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.network.Prediction;
import dev.chainrule.preprocessing.InputEncoder;
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
        var raw = PredictionRows.read(request.rows(), preprocessing, limits.maxPredictionRows(), faults.at("rows"));
        faults.throwIfAny();

        var definition = trained.network().definition();
        var x = Matrix.zeros(definition.precision(), raw.length, preprocessing.inputs());
        var encoder = new InputEncoder(preprocessing);
        for (int row = 0; row < raw.length; row++) {
            encoder.encode(raw[row], x, row);
            faults.at("rows").require(
                    isFinite(x, row), row,
                    "holds a number that is too large for the model's precision once it is scaled");
        }
        faults.throwIfAny();
        var outputs =
                Prediction.of(trained.network(), x, compute.operations(definition.precision(), ComputeTeam.alone()))
                        .toArray();

        var task = Task.of(preprocessing, definition.loss());
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
                trained.name(), trained.version(), NumberRows.of(definition.precision(), outputs), classes, labels);
    }

    private static boolean isFinite(Matrix x, int row) {
        for (int column = 0; column < x.columns(); column++) {
            if (!Double.isFinite(x.get(row, column))) {
                return false;
            }
        }
        return true;
    }
}
