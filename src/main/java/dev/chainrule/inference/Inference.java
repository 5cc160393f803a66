package dev.chainrule.inference;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.inference.InferenceAnswer.Part;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.InputRows;
import dev.chainrule.model.OutputRows;
import dev.chainrule.model.PredictionMeter;
import dev.chainrule.model.ServedVersion;
import dev.chainrule.model.VersionCalls;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Predicts what requests of the protocol ask for. */
@Service
class Inference {
    /**
     * A number takes eight bytes in memory and two in JSON or more; but what is small in JSON, as many inputs or many parameters, takes up
     * to this many times as much while it is read.
     */
    private static final long BYTES_PER_JSON_BYTE = 16;

    private final VersionCalls versions;
    private final Compute compute;
    private final MemoryBudget memory;
    private final JsonMapper mapper;
    private final ModelProperties limits;
    private final PredictionMeter meter;

    Inference(VersionCalls versions, Compute compute, MemoryBudget memory, JsonMapper mapper, ModelProperties limits,
            MeterRegistry meters) {
        this.versions = versions;
        this.compute = compute;
        this.memory = memory;
        this.mapper = mapper;
        this.limits = limits;
        this.meter = new PredictionMeter("v2", meters);
    }

    /**
     * @param named by the request; empty: the version that the model serves
     * @param jsonLength the header of this name; {@code null}: the body is JSON only
     * @param id of the answer if the request has none
     * @throws ProblemException (400, 422) if the request is wrong, (404, 409) if no version answers, (413, 503) if there is no memory
     */
    InferenceAnswer infer(
            String model, Optional<VersionReference> named, byte[] body, @Nullable String jsonLength, String id) {
        long start = System.nanoTime();
        int json = InferenceRequestReader.jsonLength(body, jsonLength);
        memory.reserveForRequest(BYTES_PER_JSON_BYTE * json + (body.length - json), "send fewer rows, or binary data");
        var request = InferenceRequestReader.read(mapper, body, jsonLength);
        int rows = VersionInputs.rows(request.inputs(), limits.maxPredictionRows());
        var answer = versions.call(model, named, rows, served -> infer(request, rows, served, id));
        meter.record(rows, System.nanoTime() - start);
        return answer;
    }

    private InferenceAnswer infer(InferenceRequest request, int rows, ServedVersion served, String id) {
        var version = served.version();
        var outputs = new VersionOutputs(version);
        outputs.require(request.outputs());
        memory.reserveForRequest(
                Saturated.sum(version.bytes(rows), outputs.bytes(rows, request.outputs())), "send fewer rows");
        var inputs = new VersionInputs(version).read(request.inputs(), rows);
        var precision = version.trained().network().precision();
        var predicted = version.predict(
                inputs, compute.operations(precision, ComputeTeam.alone()), Computation::isInterrupted);
        return InferenceAnswer.of(
                mapper, version.name(), version.version(), request.id().orElse(id), parameters(served, inputs),
                parts(request, outputs, predicted));
    }

    private static List<Part> parts(InferenceRequest request, VersionOutputs outputs, OutputRows predicted) {
        if (request.outputs().isEmpty()) {
            return outputs.all(predicted).stream().map(output -> Part.of(output, request.binaryOutput())).toList();
        }
        return request.outputs().stream()
                .map(asked -> Part.of(outputs.of(asked, predicted), asked.binary().orElse(request.binaryOutput())))
                .toList();
    }

    /** The protocol's parameters are texts, numbers and logical values. */
    private static Map<String, Object> parameters(ServedVersion served, InputRows inputs) {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("served_because", served.because());
        var unknown = inputs.unknown();
        if (!unknown.isEmpty()) {
            parameters.put("unknown_values",
                    unknown.stream().map(Inference::inWords).collect(Collectors.joining("; ")));
        }
        return parameters;
    }

    private static String inWords(UnknownValues unknown) {
        return unknown.column() + ": " + String.join(", ", unknown.examples()) + " (" + unknown.count()
                + (unknown.count() == 1 ? " row)" : " rows)");
    }
}
