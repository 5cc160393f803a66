package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.ComputeThreads;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.Initializer.Distribution;
import dev.chainrule.network.Initializer.Scale;
import dev.chainrule.network.Initializer.Scaled;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same job gives the same bits. The network has all that draws or sums: dropout, penalties, clipping, shuffling, a
 * ragged last batch.
 */
class ReproducibilityTest {
    private static final int ROWS = 150;
    private static final int INPUTS = 70;
    private static final int CLASSES = 5;

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameBits(Precision precision) {
        assertThat(train(precision, 42, 1, Requested.AUTO)).isEqualTo(train(precision, 42, 1, Requested.AUTO));
    }

    @ParameterizedTest
    @EnumSource
    void anotherSeedGivesOtherBits(Precision precision) {
        assertThat(train(precision, 42, 1, Requested.AUTO)).isNotEqualTo(train(precision, 43, 1, Requested.AUTO));
    }

    @ParameterizedTest
    @EnumSource
    void twoThreadsGiveTheBitsOfOne(Precision precision) {
        assertThat(train(precision, 42, 2, Requested.AUTO)).isEqualTo(train(precision, 42, 1, Requested.AUTO));
    }

    /** Three jobs for two threads: who has a helper changes as they come and go. */
    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void runsThatShareThreadsGiveTheBitsOfARunAlone(Precision precision) throws Exception {
        var alone = train(precision, 42, 1, Requested.AUTO);
        try (var shared = ComputeThreads.of(2);
                var jobs = Executors.newFixedThreadPool(3)) {
            var results = jobs.invokeAll(Collections.nCopies(3, () -> train(precision, 42, shared, Requested.AUTO)));

            for (var result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void vectorKernelsGiveTheBitsOfScalarOnes(Precision precision) {
        assertThat(train(precision, 42, 1, Requested.VECTOR)).isEqualTo(train(precision, 42, 1, Requested.SCALAR));
    }

    /** What a run leaves behind, but for the time it took. */
    private record Result(String parameters, List<Scores> training, List<Scores> validation,
            List<Double> gradientNorms) {}

    private static Result train(Precision precision, long seed, int threads, Requested kernels) {
        try (var computeThreads = ComputeThreads.of(threads)) {
            return train(precision, seed, computeThreads, kernels);
        }
    }

    private static Result train(Precision precision, long seed, ComputeThreads threads, Requested kernels) {
        var definition = new NetworkDefinition(
                precision,
                INPUTS,
                List.of(
                        new LayerDefinition(130, Activation.GELU, true, 0.2, 0, 1e-4, null, null),
                        new LayerDefinition(67, Activation.TANH, new Scaled(Scale.LECUN, Distribution.NORMAL), true, 0,
                                1e-5, 0, null,
                                null),
                        LayerDefinition.of(CLASSES, Activation.SOFTMAX)),
                Loss.CATEGORICAL_CROSS_ENTROPY);
        var network = Network.initialize(definition, seed);
        var adam = new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8);
        var plan = withClipNorm(TrainingPlan.of(4, 64, adam, seed, new Metric.Multiclass()), 1);
        var records = new Engine.Records();
        try (var team = threads.team()) {
            var operations = MatrixOperations.of(precision, KernelSelection.choose(kernels), team);
            new Training(
                    network, samples(precision, 1), samples(precision, 2), plan, records, operations, System::nanoTime)
                    .run();
        }
        return new Result(
                HexFormat.of().formatHex(network.parameterBytes()),
                records.list.stream().map(EpochRecord::training).toList(),
                records.list.stream().map(EpochRecord::validation).toList(),
                records.list.stream().map(EpochRecord::gradientNorm).toList());
    }

    private static Samples samples(Precision precision, long index) {
        var random = RandomStream.of(1, Purpose.SPLIT, index);
        var x = Matrix.zeros(precision, ROWS, INPUTS);
        var y = Matrix.zeros(precision, ROWS, CLASSES);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < INPUTS; j++) {
                x.set(i, j, random.nextGaussian());
            }
            y.set(i, random.nextInt(CLASSES), 1);
        }
        return new MatrixSamples(x, y);
    }
}
