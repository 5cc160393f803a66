package dev.chainrule.benchmark.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the figures were measured on. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Processor, cores, system, virtual machine, time, load. */
    public static String description() {
        return String.join(
                "\n",
                "- " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores; "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "- " + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                "- " + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                        + ", load average " + loadAverage());
    }

    /** Of the last minute. */
    public static String loadAverage() {
        return String.format(Locale.ROOT, "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() {
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown processor");
        } catch (IOException _) {
            return "unknown processor (no " + PROCESSORS + ")";
        }
    }
}
