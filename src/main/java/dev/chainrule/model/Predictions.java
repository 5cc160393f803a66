package dev.chainrule.model;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.request.JsonBody;
import io.micrometer.core.instrument.MeterRegistry;
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

    /** A request to predict: {@code {"rows": […]}}. Its {@code dataset} is scored by another call, which answers in other types. */
    @JsonExample("{\"rows\": [[0, 1]]}")
    private record PredictionRequest(@Nullable JsonNode rows, @Nullable JsonNode dataset) {}

    private static void refuseDataset(PredictionRequest request) {
        if (request.dataset() == null) {
            return;
        }
        if (request.rows() != null) {
            throw ProblemException.invalid("/dataset", "must not be given together with rows: send one of them");
        }
        throw new ProblemException(ProblemType.NOT_ACCEPTABLE,
                "A dataset is scored as text/csv or application/x-ndjson:"
                        + " name one of them in the header Accept, with curl as -H 'Accept: text/csv'");
    }

    /** Multiplications that take a millisecond or a few. */
    private static final long SMALL_WORK = 5_000_000;

    /** Bytes of a version that are read in a few milliseconds. */
    private static final long SMALL_LOAD = 4L << 20;

    /**
     * A small prediction is computed by the request's own thread, so that it waits for no turn.
     *
     * @param named by the request; empty: the version that the model serves
     */
    PredictionView predict(String nameOrId, Optional<VersionReference> named, JsonBody body) {
        long start = System.nanoTime();
        var chosen = versions.choose(nameOrId, named);
        var predicted = versions.bytesToLoad(chosen) > SMALL_LOAD
                ? computations.run(() -> predict(versions.load(chosen), body))
                : predict(versions.load(chosen), body);
        meter.record(predicted.outputs().rows(), System.nanoTime() - start);
        return predicted;
    }

    private PredictionView predict(ServedVersion served, JsonBody body) {
        var version = served.version();
        var rows = RowStream.read(body, version, limits.maxPredictionRows(), memory)
                .orElseGet(() -> read(body.tree(), version));
        var network = version.trained().network();
        var operations = compute.operations(network.precision(), ComputeTeam.alone());
        var outputs = Saturated.product(rows.count(), network.parameters().size()) <= SMALL_WORK
                ? version.predict(rows, operations, Computation::isInterrupted)
                : computations.run(() -> version.predict(rows, operations, Computation::isInterrupted));
        return new PredictionView(served, outputs, rows.unknown());
    }

    /** @throws ProblemException (422) with all that is wrong with the body */
    private InputRows read(JsonNode body, LoadedVersion version) {
        var faults = new Faults();
        var request = json.bindReadable(body, PredictionRequest.class, faults);
        refuseDataset(request);
        int count = request.rows() == null ? 0 : request.rows().size();
        if (count <= limits.maxPredictionRows()) {
            memory.reserveForRequest(version.bytes(count), "send fewer rows");
        }
        var rows = RawRows.read(
                request.rows(), version.features(), version.trained().network().precision(),
                limits.maxPredictionRows(), faults.at("rows"));
        faults.throwIfAny();
        return rows;
    }
}
