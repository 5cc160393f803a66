package dev.chainrule.explain.backprop;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.explain.ExampleReader;
import dev.chainrule.explain.ExampleRequest;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Precision;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Runs rows forward and backward through a model. */
@Service
class Backprop {
    /** A model has no learning rate of its own. */
    static final double DEFAULT_LEARNING_RATE = 0.01;

    private static final int DEFAULT_LIMIT = 1000;
    private static final int MAX_LIMIT = 100_000;

    private final ExampleReader examples;
    private final JsonBinder json;
    private final Compute compute;
    private final MemoryBudget memory;

    Backprop(ExampleReader examples, JsonBinder json, Compute compute, MemoryBudget memory) {
        this.memory = memory;
        this.examples = examples;
        this.json = json;
        this.compute = compute;
    }

    /**
     * @param parameters to list; without it: all
     * @param limit how many are listed at most
     */
    @JsonExample("{\"rows\": [[0, 1]], \"targets\": [[1]]}")
    private record BackpropRequest(
            @Nullable JsonNode rows, @Nullable JsonNode targets, @Nullable JsonNode version, @Nullable Long seed,
            @Nullable Double learningRate, @Nullable JsonNode parameters,
            @Nullable Integer limit) implements ExampleRequest {}

    /** @param view computed from the trace */
    <T> T trace(String model, JsonNode body, Function<Trace, T> view) {
        return view.apply(trace(model, body));
    }

    private Trace trace(String model, JsonNode body) {
        var faults = new Faults();
        var request = json.bindReadable(body, BackpropRequest.class, faults);
        double learningRate = request.learningRate() == null ? DEFAULT_LEARNING_RATE : request.learningRate();
        faults.require(learningRate > 0 && Double.isFinite(learningRate), "learningRate",
                "must be above 0, and finite");
        int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
        faults.require(limit >= 1 && limit <= MAX_LIMIT, "limit", "must be from 1 to " + MAX_LIMIT);
        var parameters = ParameterSelection.documents(request.parameters(), json, faults.at("parameters"));
        var example = examples.read(model, request, faults);
        var graph = example.explained().graph();
        var chosen = ParameterSelection.of(parameters, graph, faults.at("parameters"));
        faults.throwIfAny();
        memory.reserveForRequest(
                Trace.bytes(graph.definition(), example.rowNumbers(), example.batch().rows(), limit),
                "send fewer rows, or ask for fewer parameters with a lower limit");
        return Trace.of(
                example.explained(), example.batch(), learningRate, request.learningRate() != null, chosen, limit,
                compute.operations(Precision.FLOAT64, ComputeTeam.alone()));
    }
}
