package dev.chainrule.model;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.definition.ModelProperties;
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

    /** What a prediction of so many rows takes beside the version and the request: with the outputs as they are answered. */
    private static long bytes(LoadedVersion version, long rows) {
        long outputs = version.outputNames().size();
        return Saturated.sum(
                version.bytes(rows),
                Saturated.product(rows, ARRAY + outputs * Double.BYTES + CLASS));
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
        var version = served.version();
        if (request.rows() != null && request.rows().size() <= limits.maxPredictionRows()) {
            memory.reserveForRequest(bytes(version, request.rows().size()), "send fewer rows");
        }
        var precision = version.trained().network().precision();
        var rows = RawRows.read(
                request.rows(), version.features(), precision, limits.maxPredictionRows(), faults.at("rows"));
        faults.throwIfAny();
        var outputs = version.predict(
                rows, compute.operations(precision, ComputeTeam.alone()), Computation::isInterrupted);
        return new PredictionView(
                version.name(), version.version(), served.because(), numbers(outputs), version.outputNames(),
                version.decidesOneClass() ? classes(outputs) : null,
                version.labels().isEmpty() ? null : labels(outputs), rows.unknown());
    }

    private static Object numbers(OutputRows outputs) {
        return switch (outputs.precision()) {
            case FLOAT32 -> {
                var floats = new float[outputs.rows()][outputs.outputs()];
                for (int row = 0; row < floats.length; row++) {
                    for (int i = 0; i < outputs.outputs(); i++) {
                        floats[row][i] = (float) outputs.output(row, i);
                    }
                }
                yield floats;
            }
            case FLOAT64 -> {
                var doubles = new double[outputs.rows()][outputs.outputs()];
                for (int row = 0; row < doubles.length; row++) {
                    for (int i = 0; i < outputs.outputs(); i++) {
                        doubles[row][i] = outputs.output(row, i);
                    }
                }
                yield doubles;
            }
        };
    }

    private static List<@Nullable Integer> classes(OutputRows outputs) {
        var classes = new ArrayList<@Nullable Integer>();
        for (int row = 0; row < outputs.rows(); row++) {
            int index = outputs.classOf(row);
            classes.add(index < 0 ? null : (Integer) index);
        }
        return classes;
    }

    private static List<@Nullable String> labels(OutputRows outputs) {
        var labels = new ArrayList<@Nullable String>();
        for (int row = 0; row < outputs.rows(); row++) {
            labels.add(outputs.label(row));
        }
        return labels;
    }
}
