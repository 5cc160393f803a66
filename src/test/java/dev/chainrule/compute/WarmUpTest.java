package dev.chainrule.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {
    @ParameterizedTest
    @EnumSource(names = {"SCALAR", "VECTOR"})
    void warmUpTrainsUntilItsTimeIsOver(Requested requested) {
        var operations =
                MatrixOperations.of(Precision.FLOAT32, KernelSelection.choose(requested), ComputeTeam.alone());

        assertThat(epochs(operations, 0)).isZero();
        assertThat(epochs(operations, 100)).isPositive();
        assertThat(epochs(operations, 1_000)).isGreaterThan(epochs(operations, 100));
    }

    /** @param ticks readings of the clock until the time is over: each adds one nanosecond */
    private static long epochs(MatrixOperations operations, int ticks) {
        var clock = new AtomicLong();
        return WarmUp.run(operations, Duration.ofNanos(ticks), clock::getAndIncrement);
    }
}
