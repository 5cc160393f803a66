package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.MatrixSamples;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Passes and runs of random graphs, with shared nodes and several costs, allocate what was computed from their shapes. */
class GraphMemoryTest {
    private static final int ROWS = 4000;
    private static final int GRAPHS = 400;
    private static final double LEAST_SHARE = 0.7;

    /** What a pass gathers from, sums in float64 of losses, and other things that do not depend on rows. */
    private static final long OBJECTS = 64 << 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Work {
        Object done();
    }

    private long allocated(Work work) {
        work.done();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.done();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertWithin(long allocated, long estimate, String what) {
        assertThat(allocated).as(what).isLessThanOrEqualTo(estimate + OBJECTS);
        assertThat(allocated).as(what).isGreaterThanOrEqualTo((long) (LEAST_SHARE * (estimate - OBJECTS)));
    }

    /** {@link StrictMath} allocates in these functions. */
    private static boolean computesGarbage(GraphDefinition definition) {
        var operators = Set.<Operator>of(
                Operator.Broadcast.POWER, Operator.Function.SIN, Operator.Function.COS, Operator.Function.TAN);
        return definition.nodes().stream()
                .anyMatch(node -> node instanceof NodeDefinition.Operation operation
                        && operators.contains(operation.operator()));
    }

    @Test
    void passesAndRunsAllocateWhatWasComputed() {
        int passes = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            var definition = RandomGraph.of(seed);
            if (computesGarbage(definition)) {
                continue;
            }
            var graph = Graph.initialize(definition, seed);
            var what = "seed " + seed + " " + definition.precision();
            var operations = MatrixOperations.of(
                    definition.precision(), KernelSelection.choose(Requested.SCALAR), ComputeTeam.alone());
            var x = Matrix.zeros(definition.precision(), ROWS, graph.inputs());
            var y = Matrix.zeros(definition.precision(), ROWS, graph.outputs());
            var samples = new MatrixSamples(x, y);
            var gradient = Matrix.zeros(definition.precision(), 1, graph.parameters().size());
            int[] order = IntStream.range(0, ROWS).toArray();
            var footprint = definition.footprint(
                    graph.inputs(), graph.outputs(), input -> graph.columns().isWholeRow(input));

            long run = allocated(() -> {
                var whole = graph.run(x, y, operations);
                whole.forward();
                whole.backward();
                return whole;
            });

            assertWithin(run, definition.runMemory().bytes(ROWS), what);
            assertThat(footprint.parameters()).isEqualTo(graph.parameters().size());
            // Several costs may leave open what is predicted.
            if (definition.output().isPresent()) {
                long evaluation = allocated(() -> {
                    var pass = graph.forEvaluation(ROWS, false, operations);
                    pass.gather(samples, order, 0);
                    pass.forward();
                    return pass;
                });
                long training = allocated(() -> {
                    var pass = graph.forTraining(ROWS, gradient, false, operations);
                    pass.gather(samples, order, 0);
                    pass.forward();
                    pass.backward(null);
                    return pass;
                });

                assertWithin(evaluation, footprint.evaluation().bytes(ROWS), what);
                assertWithin(training, footprint.training().bytes(ROWS), what);
                passes++;
            }
        }
        assertThat(passes).isGreaterThan(20);
    }
}
