package dev.chainrule.model;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.Versions.ServedVersion;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.network.Prediction;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Predicts with trained versions. */
@Service
class Predictions {
    private final Versions versions;
    private final Compute compute;
    private final MemoryBudget memory;
    private final Computations computations;
    private final JsonBinder json;
    private final ModelProperties limits;
    private final PredictionMeter meter;

    Predictions(
            Versions versions, Compute compute, MemoryBudget memory, Computations computations, JsonBinder json,
            ModelProperties limits, MeterRegistry meters) {
        this.versions = versions;
        this.compute = compute;
        this.memory = memory;
        this.computations = computations;
        this.json = json;
        this.limits = limits;
        this.meter = new PredictionMeter("v1", meters);
    }

    /** A request to predict: {@code {"rows": […]}}. */
    @JsonExample("{\"rows\": [[0, 1]]}")
    private record PredictionRequest(@Nullable JsonNode rows) {}

    /**
     * Predictions of a version.
     *
     * @param servedBecause why this version answers, as a sentence
     * @param outputs a row for each row; numbers in the target's own unit
     * @param outputNames what each output is of: the target, or the class whose probability it is
     * @param classes the class of each row, null for a row whose outputs are not finite; left out if the outputs are not of one class each
     * @param labels the classes by name, where they have names
     * @param unknownValues of features, by column; none where training knew all of them
     */
    record PredictionView(
            String model, int version, String servedBecause, Object outputs, List<String> outputNames,
            @Nullable List<@Nullable Integer> classes,
            @Nullable List<@Nullable String> labels,
            List<UnknownValues> unknownValues) {}

    /** Multiplications that take a millisecond or a few. */
    private static final long SMALL_WORK = 5_000_000;

    /** Bytes of a version that are read in a few milliseconds. */
    private static final long SMALL_LOAD = 4L << 20;

    /** A row's array in JSON's order, and a reference to it. */
    private static final int ARRAY = 24;

    /** A row's class and its label, in lists that may have grown. */
    private static final int CLASS = 48;

    /** A category in the map by which raw values find it. */
    private static final int CATEGORY = 64;

    /**
     * What a prediction of so many rows takes beside the version and the request: of every row its raw numbers, its inputs, its outputs as
     * the network gives them, as float64 and as they are answered, and its class; the passes; and the maps of categories.
     */
    static long bytes(TrainedModel trained, long rows) {
        var footprint = trained.network().footprint();
        var preprocessing = trained.preprocessing();
        int bytes = footprint.precision().bytes();
        long outputs = footprint.outputs();
        long raw = ARRAY + (long) Double.BYTES * preprocessing.features().size();
        long encoded = (preprocessing.inputs() + outputs) * bytes;
        long answered = 2 * ARRAY + outputs * (Double.BYTES + (bytes == Double.BYTES ? 0 : bytes)) + CLASS;
        long categories = preprocessing.features().stream().mapToLong(encoder -> encoder.categories().size()).sum();
        return Saturated.sum(
                Saturated.product(rows, raw + encoded + answered),
                footprint.evaluator(rows, false),
                CATEGORY * categories,
                preprocessing.outputNames().stream().mapToLong(String::length).sum());
    }

    /**
     * A small prediction is computed by the request's own thread, so that it waits for no turn.
     *
     * @param named by the request; empty: the version that the model serves
     */
    PredictionView predict(String nameOrId, Optional<VersionReference> named, JsonNode body) {
        long start = System.nanoTime();
        var faults = new Faults();
        var request = json.bindReadable(body, PredictionRequest.class, faults);
        var predicted = predict(nameOrId, named, request, faults);
        meter.record(rows(request), System.nanoTime() - start);
        return predicted;
    }

    private static long rows(PredictionRequest request) {
        return request.rows() == null ? 0 : request.rows().size();
    }

    private PredictionView predict(String nameOrId, Optional<VersionReference> named, PredictionRequest request,
            Faults faults) {
        var chosen = versions.choose(nameOrId, named);
        if (versions.bytesToLoad(chosen) > SMALL_LOAD) {
            return computations.run(() -> predict(request, versions.load(chosen), faults));
        }
        var served = versions.load(chosen);
        return Saturated.product(rows(request), served.trained().network().parameters().size()) <= SMALL_WORK
                ? predict(request, served, faults)
                : computations.run(() -> predict(request, served, faults));
    }

    private PredictionView predict(PredictionRequest request, ServedVersion served, Faults faults) {
        var trained = served.trained();
        if (request.rows() != null && request.rows().size() <= limits.maxPredictionRows()) {
            memory.reserveForRequest(bytes(trained, request.rows().size()), "send fewer rows");
        }
        var preprocessing = trained.preprocessing();
        var precision = trained.network().precision();
        var features = RawRows.features(
                request.rows(), preprocessing, precision, limits.maxPredictionRows(), faults.at("rows"));
        faults.throwIfAny();
        var outputs =
                Prediction
                        .of(trained.network(), features.x(), compute.operations(precision, ComputeTeam.alone()),
                                Computation::isInterrupted)
                        .toArray();

        var task = Task.of(preprocessing, trained.loss());
        var classes = task.decidesOneClass() ? classes(outputs, task) : null;
        for (var output : outputs) {
            preprocessing.decode(output);
        }
        var names = preprocessing.targets().getFirst().categories();
        var labels = classes == null || names.isEmpty() ? null : labels(classes, names);
        return new PredictionView(
                trained.name(), trained.version(), served.because(), NumberRows.of(precision, outputs),
                preprocessing.outputNames(),
                classes,
                labels, features.unknown());
    }

    private static List<@Nullable Integer> classes(double[][] outputs, Task task) {
        var classes = new ArrayList<@Nullable Integer>();
        for (var output : outputs) {
            var found = task.classOf(output);
            classes.add(found.isPresent() ? found.getAsInt() : null);
        }
        return classes;
    }

    private static List<@Nullable String> labels(List<@Nullable Integer> classes, List<String> names) {
        var labels = new ArrayList<@Nullable String>();
        for (var index : classes) {
            labels.add(index == null ? null : names.get(index));
        }
        return labels;
    }
}
