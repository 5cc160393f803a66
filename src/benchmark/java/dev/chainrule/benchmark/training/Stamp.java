package dev.chainrule.benchmark.training;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * A point in time and training: by the clock, by the processor time that this process has used, and by the rows trained.
 */
record Stamp(long nanos, long cpuNanos, long rows) {
    private static final double NANOSECONDS_PER_SECOND = 1e9;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Now. */
    static Stamp at(long rows) {
        return new Stamp(System.nanoTime(), SYSTEM.getProcessCpuTime(), rows);
    }

    Repeat.Answer to(Stamp end, String version, double finalLoss, @Nullable String weightsSha256) {
        return new Repeat.Answer(
                version,
                end.rows - rows,
                (end.nanos - nanos) / NANOSECONDS_PER_SECOND,
                (end.cpuNanos - cpuNanos) / NANOSECONDS_PER_SECOND,
                finalLoss,
                weightsSha256);
    }

    static long nanos(double seconds) {
        return (long) (seconds * NANOSECONDS_PER_SECOND);
    }
}
