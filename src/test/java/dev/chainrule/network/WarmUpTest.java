package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {
    @ParameterizedTest
    @EnumSource(names = {"SCALAR", "VECTOR"})
    void computesUntilTheTimeIsOver(Requested requested) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();

        WarmUp.run(KernelSelection.choose(requested), Duration.ofMillis(50));

        assertThat(threads.getCurrentThreadCpuTime()).isGreaterThan(before);
    }
}
