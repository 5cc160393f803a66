package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.EarlyStopping.Monitor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a run allocates from its network to a snapshot after its first epoch is at most what was computed beforehand, and at least seven
 * tenths of it. The kernels are scalar: vectors are objects until the compiler has come to the kernel that uses them.
 */
class TrainingMemoryTest {
    private static final int ROWS = 1500;
    private static final int VALIDATION_ROWS = 300;
    private static final double LEAST_SHARE = 0.7;

    /** Objects that the estimate allows for and a small run does not need. */
    private static final long OBJECTS = 64 << 10;

    private static final OptimizerDefinition SGD = new OptimizerDefinition.Sgd(0.01);
    private static final OptimizerDefinition ADAM = new OptimizerDefinition.Adam(0.001, 0.9, 0.999, 1e-8);

    /** The kernels' own memory, which a thread keeps. */
    @BeforeAll
    static void allocateWhatKernelsKeep() {
        for (var precision : Precision.values()) {
            allocated(plan(32, SGD, false), false, () -> Network.initialize(DEEP.definition(precision), 0));
        }
    }

    static List<OptimizerDefinition> optimizers() {
        return StatefulRuns.optimizers();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void stateOfEveryOptimizerHasTheMatricesOfItsDefinition(OptimizerDefinition optimizer) {
        var network = Network.initialize(SMALL.definition(Precision.FLOAT64), 0);
        var gradient = Matrix.zeros(Precision.FLOAT64, 1, network.parameters().size());

        var state = Optimizer.of(optimizer, network, gradient, Engine.FLOAT64).state();

        assertThat(optimizer.matrices()).isEqualTo(state.matrices().size());
    }

    record Shape(String name, int inputs, List<LayerDefinition> layers) {
        NetworkDefinition definition(Precision precision) {
            return new NetworkDefinition(precision, inputs, layers, Loss.MEAN_SQUARED_ERROR);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Shape SMALL = new Shape(
            "small", 2, List.of(LayerDefinition.of(3, Activation.TANH), LayerDefinition.of(1, Activation.SIGMOID)));

    private static final Shape WIDE = new Shape(
            "wide", 300, List.of(LayerDefinition.of(200, Activation.RELU), LayerDefinition.of(10, Activation.SIGMOID)));

    private static final Shape FEW_INPUTS = new Shape(
            "few inputs", 1,
            List.of(LayerDefinition.of(300, Activation.RELU), LayerDefinition.of(100, Activation.SIGMOID)));

    private static final Shape DEEP = new Shape(
            "deep", 20, Stream.generate(() -> LayerDefinition.of(30, Activation.SELU)).limit(40).toList());

    private static final Shape DROPOUT = new Shape(
            "dropout", 50,
            List.of(
                    new LayerDefinition(150, Activation.GELU, true, 0.3, 1e-4, 1e-4, null, null),
                    LayerDefinition.of(40, Activation.SIGMOID)));

    static Stream<Arguments> shapesPrecisionsAndBatches() {
        return Stream.of(SMALL, WIDE, FEW_INPUTS, DEEP, DROPOUT)
                .flatMap(shape -> Arrays.stream(Precision.values())
                        .flatMap(precision -> Stream.of(32, 700, TrainingPlan.FULL)
                                .map(batch -> Arguments.of(shape, precision, batch))));
    }

    @ParameterizedTest
    @MethodSource("shapesPrecisionsAndBatches")
    void runOfLayersAllocatesWhatWasComputed(Shape shape, Precision precision, int batchSize) {
        var definition = shape.definition(precision);
        var footprint = Footprint.of(precision, shape.inputs, shape.layers);

        for (var plan : List.of(plan(batchSize, SGD, false), plan(batchSize, ADAM, true))) {
            assertAllocates(footprint, plan, false, () -> Network.initialize(definition, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void runOfEveryOptimizerAllocatesWhatWasComputed(OptimizerDefinition optimizer) {
        var definition = WIDE.definition(Precision.FLOAT32);
        var footprint = Footprint.of(Precision.FLOAT32, definition.inputs(), definition.layers());

        for (boolean restores : new boolean[] {false, true}) {
            assertAllocates(footprint, plan(256, optimizer, restores), false, () -> Network.initialize(definition, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("shapesPrecisionsAndBatches")
    void runOfAGraphAllocatesWhatWasComputed(Shape shape, Precision precision, int batchSize) {
        var layers = shape.definition(precision);
        var definition = LayerGraph.definition(layers, precision);
        var footprint = definition.footprint(layers.inputs(), layers.outputs(), _ -> true);

        assertAllocates(footprint, plan(batchSize, ADAM, true), false, () -> Graph.initialize(definition, 0));
    }

    @Test
    void runWithRowWeightsAllocatesWhatWasComputed() {
        var layers = FEW_INPUTS.definition(Precision.FLOAT32);
        var graph = LayerGraph.definition(layers, Precision.FLOAT32);

        assertAllocates(
                Footprint.of(Precision.FLOAT32, layers.inputs(), layers.layers()), plan(400, ADAM, true), true,
                () -> Network.initialize(layers, 0));
        assertAllocates(
                graph.footprint(layers.inputs(), layers.outputs(), _ -> true), plan(400, ADAM, true), true,
                () -> Graph.initialize(graph, 0));
    }

    @Test
    void hugeSizesSaturateInsteadOfOverflowing() {
        var layers = Stream.generate(() -> LayerDefinition.of(Integer.MAX_VALUE, Activation.RELU)).limit(3).toList();
        var footprint = Footprint.of(Precision.FLOAT64, Integer.MAX_VALUE, layers);

        var memory = TrainingMemory.of(footprint, plan(TrainingPlan.FULL, ADAM, true), Long.MAX_VALUE, 1, true);

        assertThat(footprint.parameterBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.total()).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.peak(2)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void givenWeightsCountInTheFootprint() {
        var given = new LayerDefinition(
                100, Activation.TANH, true, 0, 0, 0, new double[200][100], new double[100]);
        var footprint = Footprint.of(Precision.FLOAT32, 200, List.of(given));

        assertThat(footprint.atRest() - footprint.parameterBytes()).isBetween(
                (200L * 100 + 100) * Double.BYTES, (200L * 100 + 100) * Double.BYTES + 200 * 24 + 1024);
    }

    private static TrainingPlan plan(int batchSize, OptimizerDefinition optimizer, boolean restoresBest) {
        return withEarlyStopping(TrainingPlan.of(1, batchSize, optimizer, 1, new Metric.Multilabel()),
                new EarlyStopping(Monitor.COST, 1, 0, restoresBest));
    }

    private static void assertAllocates(
            Footprint footprint, TrainingPlan plan, boolean weighted, Supplier<Trainable> trainable) {
        var memory = TrainingMemory.of(footprint, plan, ROWS, VALIDATION_ROWS, weighted);
        // What the definition takes is there already.
        long estimate = memory.peak(1) - footprint.definition();

        long allocated = allocated(plan, weighted, trainable);

        assertThat(allocated).as(() -> plan + " " + memory).isLessThanOrEqualTo(estimate);
        assertThat(allocated).as(() -> plan + " " + memory)
                .isGreaterThanOrEqualTo((long) (LEAST_SHARE * (estimate - OBJECTS)));
    }

    /** The first run also loads classes and links lambdas: the second allocates what training needs. */
    private static long allocated(TrainingPlan plan, boolean weighted, Supplier<Trainable> trainable) {
        var _ = allocatedByRun(plan, weighted, trainable);
        return allocatedByRun(plan, weighted, trainable);
    }

    private static long allocatedByRun(TrainingPlan plan, boolean weighted, Supplier<Trainable> trainable) {
        var example = trainable.get();
        var samples = samples(example, ROWS, weighted);
        var validation = samples(example, VALIDATION_ROWS, weighted);
        var operations = MatrixOperations.of(
                example.precision(), KernelSelection.choose(Requested.SCALAR), ComputeTeam.alone());
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        var training = new Training(
                trainable.get(), samples, validation, plan, new OneEpoch(), operations, System::nanoTime);
        training.run();
        var snapshot = training.stateAtEnd();

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(snapshot).isPresent();
        return allocated;
    }

    private static final class OneEpoch implements TrainingListener {
        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {}

        @Override
        public boolean stopRequested() {
            return false;
        }
    }

    /** All rows are the same one, so that they take little. */
    private static Samples samples(Trainable trainable, int rows, boolean weighted) {
        var one = Matrix.zeros(trainable.precision(), 1, trainable.inputs());
        var target = Matrix.zeros(trainable.precision(), 1, trainable.outputs());
        var weights = weighted ? RowWeights.inPlace(IntStream.range(0, rows).mapToDouble(i -> i % 2).toArray())
                : RowWeights.ALIKE;
        return new Samples() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int inputs() {
                return one.columns();
            }

            @Override
            public int outputs() {
                return target.columns();
            }

            @Override
            public void gather(
                    int[] order, int from, int row, int count, Matrix x, Matrix y, MatrixOperations operations) {
                for (int i = row; i < row + count; i++) {
                    x.copyRow(i, one, 0);
                    y.copyRow(i, target, 0);
                }
            }

            @Override
            public RowWeights weights() {
                return weights;
            }
        };
    }
}
