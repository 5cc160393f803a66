package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {
    /** The records of a thousand epochs of the smallest network: with less, next to nothing has been trained. */
    private static final long LEAST_BYTES = 48 * 1000;

    @ParameterizedTest
    @EnumSource(names = {"SCALAR", "VECTOR"})
    void trainsNetworks(Requested requested) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        WarmUp.run(KernelSelection.choose(requested), Duration.ofMillis(50));

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isGreaterThan(LEAST_BYTES);
    }
}
