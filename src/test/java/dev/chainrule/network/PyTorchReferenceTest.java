package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every reference case: outputs, cost, gradients, the cost of every training step, and the parameters after the last.
 *
 * <p>Errors are relative to the largest magnitude of the array compared (a layer's weights, its biases, all outputs,
 * all costs): an element near 0 is a difference of larger ones, and has no digits of its own to lose.
 */
class PyTorchReferenceTest {
    static final List<String> NAMES = Reference.NAMES;

    /**
     * The two differ in the order and the last bits of their sums and functions only, some units of 2⁻⁵³ ≈ 1e-16 at
     * each step. One case is at the edge of what float64 decides: in its 50 steps Nadam swings, and a last bit anywhere
     * moves the final weights by up to 6e-10. These kernels' bits, the same on every machine, end 1.4e-11 from
     * PyTorch's.
     */
    private static final double FLOAT64_BOUND = 1e-10;

    @Test
    void everyReferenceFileIsTested() throws Exception {
        var folder = Path.of(getClass().getResource("/fixtures/pytorch").toURI());
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(NAMES);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void float64FollowsPyTorch(String name) {
        compare(name, Precision.FLOAT64, FLOAT64_BOUND, _ -> FLOAT64_BOUND);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void float32FollowsPyTorchAsFarAsItsDigitsGo(String name) {
        var bound = Float32Bound.OF.get(name);
        compare(name, Precision.FLOAT32, bound.pass(), bound::training);
    }

    private static void compare(
            String name, Precision precision, double passBound, ToDoubleFunction<OptimizerDefinition> trainingBound) {
        var reference = Reference.named(name);
        var network = reference.network(precision);
        var gradient = new Parameters(network.definition());
        var pass = pass(network, reference, gradient);

        pass.forward();
        pass.backward(null);

        assertClose("outputs", flat(pass.outputs()), reference.outputs(), passBound);
        assertClose("cost", new double[] {pass.cost()}, new double[] {reference.cost()}, passBound);
        assertAllClose("gradient", gradient, reference.gradients(), passBound);
        for (var training : reference.trainings()) {
            compareTraining(reference, training, precision, trainingBound.applyAsDouble(training.optimizer()));
        }
    }

    private static void compareTraining(
            Reference reference, Reference.TrainedReference expected, Precision precision, double bound) {
        var network = reference.network(precision);
        var samples = new MatrixSamples(reference.x(precision), reference.y(precision));
        var plan = withClipNorm(TrainingPlan.of(
                expected.steps(), TrainingPlan.FULL, expected.optimizer(), 0, new Metric.Multiclass()),
                expected.clipNorm());

        var run = Engine.train(network, samples, plan);

        var costs = run.costs().stream().skip(1).mapToDouble(cost -> cost).toArray();
        assertClose("costs with " + expected.optimizer(), costs, expected.costs(), bound);
        assertAllClose(
                "parameters after " + expected.optimizer(), new Parameters(network.definition(), network.parameters()),
                expected.parameters(), bound);
    }

    private static LayeredPass pass(Network network, Reference reference, Parameters gradient) {
        var precision = network.definition().precision();
        var x = reference.x(precision);
        var pass = LayeredPass.forTraining(network, x.rows(), gradient, false, Engine.operationsFor(network));
        pass.x().copyFrom(x);
        pass.y().copyFrom(reference.y(precision));
        return pass;
    }

    private static void assertAllClose(String what, Parameters actual, List<double[]> expected, double bound) {
        var arrays = new ArrayList<double[]>();
        for (int l = 0; l < actual.weightSpans().size(); l++) {
            arrays.add(flat(actual.weights(l)));
            arrays.add(flat(actual.biases(l)));
        }
        assertThat(arrays).hasSameSizeAs(expected);
        for (int i = 0; i < arrays.size(); i++) {
            assertClose(what + ", layer " + i / 2 + (i % 2 == 0 ? " weights" : " biases"), arrays.get(i),
                    expected.get(i), bound);
        }
    }

    private static void assertClose(String what, double[] actual, double[] expected, double bound) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / scale);
        }
        assertThat(worst).as("relative error of %s", what).isLessThanOrEqualTo(bound);
    }

    private static double[] flat(Matrix matrix) {
        return Arrays.stream(matrix.toArray()).flatMapToDouble(Arrays::stream).toArray();
    }
}
