package dev.chainrule.model;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
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
    private final VersionCalls calls;
    private final Compute compute;
    private final MemoryBudget memory;
    private final JsonBinder json;
    private final ModelProperties limits;
    private final PredictionMeter meter;

    Predictions(
            VersionCalls calls, Compute compute, MemoryBudget memory, JsonBinder json, ModelProperties limits,
            MeterRegistry meters) {
        this.calls = calls;
        this.compute = compute;
        this.memory = memory;
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

    /**
     * A small prediction is computed by the request's own thread, so that it waits for no turn.
     *
     * @param named by the request; empty: the version that the model serves
     */
    PredictionView predict(String nameOrId, Optional<VersionReference> named, JsonBody body) {
        long start = System.nanoTime();
        var predicted = calls.load(nameOrId, named, served -> predict(served, body));
        meter.record(predicted.outputs().rows(), System.nanoTime() - start);
        return predicted;
    }

    private PredictionView predict(ServedVersion served, JsonBody body) {
        var version = served.version();
        var rows = RowStream.read(body, version, limits.maxPredictionRows(), memory)
                .orElseGet(() -> read(body.tree(), version));
        var operations = compute.operations(version.trained().network().precision(), ComputeTeam.alone());
        var outputs = calls.compute(
                served, rows.count(), () -> version.predict(rows, operations, Computation::isInterrupted));
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
