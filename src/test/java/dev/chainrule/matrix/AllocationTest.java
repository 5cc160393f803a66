package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once compiled, no operation allocates, on no thread: above all, none keeps its vectors in objects. */
class AllocationTest {
    private static final int CALLS = 500;
    private static final int ROUNDS = 400;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Stream<Operation> operations() {
        return Operation.all().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationAllocatesNothingInSteadyState(Operation operation) {
        var before = Set.copyOf(Thread.getAllStackTraces().keySet());
        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            var measured = callerAndHelper(before);
            for (var precision : Precision.values()) {
                var operations =
                        MatrixOperations.of(precision, KernelSelection.choose(Requested.AUTO), team);
                // More than 2¹⁸ multiplications, so that products are shared out.
                var x = Samples.of(operation, precision, 64, 70, 70, Samples.Kind.ORDINARY, 1);
                assertThat(leastBytesOfARound(operation, operations, x, measured))
                        .as("bytes in %d calls, %s", CALLS, precision)
                        .isLessThan(allowedBytes(operation));
            }
        }
    }

    /** The least, since the compiler takes its time and a measurement itself leaves a few bytes. */
    private static long leastBytesOfARound(
            Operation operation, MatrixOperations operations, Matrix[] x, long[] measured) {
        var least = Long.MAX_VALUE;
        for (var round = 0; round < ROUNDS && least >= allowedBytes(operation); round++) {
            var before = allocatedBytes(measured);
            for (var call = 0; call < CALLS; call++) {
                operation.run(operations, x);
            }
            least = Math.min(least, allocatedBytes(measured) - before);
        }
        return least;
    }

    /** The helpers that other cases have left may not have ended yet. */
    private static long[] callerAndHelper(Set<Thread> before) {
        var helpers = Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> thread.getName().equals("compute-1") && !before.contains(thread))
                .toList();
        assertThat(helpers).hasSize(1);
        return new long[] {Thread.currentThread().threadId(), helpers.getFirst().threadId()};
    }

    private static long allocatedBytes(long[] threads) {
        return LongStream.of(THREADS.getThreadAllocatedBytes(threads)).sum();
    }

    /** A few calls' worth of one vector, and for the views that two products and the row operations make, those. */
    private static long allowedBytes(Operation operation) {
        return operation.makesViews() ? 64L * CALLS : 512;
    }
}
