package dev.chainrule.explain.backprop;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.explain.ExampleReader;
import dev.chainrule.explain.ExampleRequest;
import dev.chainrule.explain.backprop.GradientCheck.CheckSettings;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Checks the gradients of models. */
@Service
class GradientChecks {
    private static final double DEFAULT_STEP = 1e-5;
    private static final double LEAST_STEP = 1e-8;
    private static final double DEFAULT_TOLERANCE = 1e-6;
    private static final int DEFAULT_SAMPLE = 1000;
    private static final int MAX_SAMPLE = 100_000;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;

    /** Multiplications of all passes forward: some seconds. */
    private static final double MAX_WORK = 1e10;

    private final ExampleReader examples;
    private final JsonBinder json;
    private final Compute compute;
    private final MemoryBudget memory;

    GradientChecks(ExampleReader examples, JsonBinder json, Compute compute, MemoryBudget memory) {
        this.memory = memory;
        this.examples = examples;
        this.json = json;
        this.compute = compute;
    }

    /**
     * @param sample how many parameters are checked at most
     * @param sampleSeed chooses them, if there are more
     * @param limit how many are listed at most
     */
    @JsonExample("{\"rows\": [[0, 1]], \"targets\": [[1]]}")
    private record GradientCheckRequest(
            @Nullable JsonNode rows, @Nullable JsonNode targets, @Nullable JsonNode version, @Nullable Long seed,
            @Nullable Double step, @Nullable Double tolerance, @Nullable Integer sample, @Nullable Long sampleSeed,
            @Nullable Integer limit) implements ExampleRequest {}

    GradientCheckView check(String model, JsonNode body) {
        var faults = new Faults();
        var request = json.bindReadable(body, GradientCheckRequest.class, faults);
        double step = request.step() == null ? DEFAULT_STEP : request.step();
        faults.require(step >= LEAST_STEP && step <= 1, "step", "must be from " + LEAST_STEP + " to 1");
        double tolerance = request.tolerance() == null ? DEFAULT_TOLERANCE : request.tolerance();
        faults.require(tolerance > 0 && tolerance <= 1, "tolerance", "must be above 0, and at most 1");
        int sample = request.sample() == null ? DEFAULT_SAMPLE : request.sample();
        faults.require(sample >= 1 && sample <= MAX_SAMPLE, "sample", "must be from 1 to " + MAX_SAMPLE);
        int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
        faults.require(limit >= 1 && limit <= MAX_LIMIT, "limit", "must be from 1 to " + MAX_LIMIT);
        var example = examples.read(model, request, faults);
        faults.throwIfAny();
        int parameters = example.explained().graph().parameters().size();
        requireWork(example, Math.min(sample, parameters), faults);
        memory.reserveForRequest(
                GradientCheck.bytes(
                        example.explained().graph().definition(), example.rowNumbers(), example.batch().rows(),
                        Math.min(sample, parameters)),
                "send fewer rows, or ask for a smaller sample");
        long sampleSeed = request.sampleSeed() == null ? 0 : request.sampleSeed();
        var positions =
                GradientCheck.positions(parameters, sample, RandomStream.of(sampleSeed, Purpose.SAMPLE, 0));
        return check(example, new CheckSettings(step, tolerance), positions, limit);
    }

    private static void requireWork(ExampleReader.Example example, int checked, Faults faults) {
        int rows = example.batch().rows();
        double work = 2 * example.explained().graph().definition().work(rows) * checked;
        faults.require(
                work <= MAX_WORK, "rows", "are too many for differences of " + checked
                        + " parameters: the passes forward take about " + work + " multiplications, more than "
                        + MAX_WORK + "; send fewer rows, or ask for a smaller sample");
        faults.throwIfAny();
    }

    private GradientCheckView check(ExampleReader.Example example, CheckSettings settings, int[] positions, int limit) {
        var check = new GradientCheck(
                example.explained(), example.batch(), settings,
                compute.operations(Precision.FLOAT64, ComputeTeam.alone()));
        var comparisons = check.compare(positions, check.analytic());
        return GradientCheckView.of(example.explained(), example.batch(), check, settings, comparisons, limit);
    }
}
