package dev.chainrule.explain.descent;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.explain.descent.Minimization.Result;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.picture.PictureFormat;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.problem.ProblemException;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Minimises functions. */
@Service
class Minimizations {
    /** Bytes of a number of the path: its share of a point, and both again in the answer. */
    private static final int PATH_NUMBER = 48;

    private final MinimizationReader reader;
    private final MinimizationProperties limits;
    private final MatrixOperations operations;
    private final MemoryBudget memory;

    Minimizations(MinimizationReader reader, MinimizationProperties limits, Compute compute, MemoryBudget memory) {
        this.memory = memory;
        this.reader = reader;
        this.limits = limits;
        this.operations = compute.operations(Precision.FLOAT64, ComputeTeam.alone());
    }

    MinimizationView minimize(JsonNode body) {
        var request = reader.read(body);
        return MinimizationView.of(request, run(request));
    }

    /**
     * The same as a picture.
     *
     * @throws ProblemException (422) if the function has more variables than a picture has axes
     */
    byte[] draw(JsonNode body, PictureSize size, PictureFormat format) {
        var request = reader.read(body);
        int variables = request.function().variables().size();
        if (variables > MinimizationChart.MAX_VARIABLES) {
            throw ProblemException.invalid("/function", "has " + variables + " variables, but a picture shows "
                    + MinimizationChart.MAX_VARIABLES + " at most: accept application/json");
        }
        memory.reserveForRequest(size.bytes(), "ask for a smaller picture");
        var chart = new MinimizationChart(request, run(request), request.function().run(operations));
        return format.bytes(chart.picture(size));
    }

    private Result run(MinimizationRequest request) {
        memory.reserveForRequest((long) PATH_NUMBER * limits.maxPathNumbers(), "lower maxPoints");
        var minimization = new Minimization(request.function(), request.plan(), operations);
        minimization.start(request.start()).ifPresent(why -> {
            throw ProblemException.invalid("/start", "is not a possible start: " + why);
        });
        long began = System.nanoTime();
        return minimization.run(
                () -> Computation.isInterrupted() || System.nanoTime() - began > limits.timeLimit().toNanos());
    }
}
