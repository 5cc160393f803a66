package dev.chainrule.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {
    @ParameterizedTest
    @EnumSource(names = {"SCALAR", "VECTOR"})
    void warmUpTrainsUntilItsTimeIsOver(Requested requested) {
        var operations =
                MatrixOperations.of(Precision.FLOAT32, KernelSelection.choose(requested), ComputeTeam.alone());

        assertThat(WarmUp.run(operations, Duration.ofMillis(50))).isPositive();
        assertThat(WarmUp.run(operations, Duration.ZERO)).isZero();
    }
}
