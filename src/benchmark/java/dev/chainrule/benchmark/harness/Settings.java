package dev.chainrule.benchmark.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * What to measure and for how long. The defaults stand in the build's profile.
 *
 * @param systems names of contenders, in lower case
 * @param workloads names of workloads
 * @param threads thread counts, ascending
 * @param rounds times that all systems get their turn
 * @param warmSeconds most that one warm-up may take
 * @param timedSeconds most that one timed stretch may take
 * @param productSeconds how long one product is repeated
 * @param epochs of a job of the service
 * @param operations a pattern of the names of the kernels' operations
 * @param heap of every child, as -Xmx takes it
 * @param folder for data, native libraries and logs
 */
public record Settings(
        List<String> systems,
        List<String> workloads,
        List<Integer> threads,
        int rounds,
        double warmSeconds,
        double timedSeconds,
        double productSeconds,
        int epochs,
        String operations,
        String heap,
        Path folder) {

    private static final String PREFIX = "benchmark.";

    /** @throws IllegalArgumentException if a setting is missing or is no number where it must be one */
    public static Settings of(Properties properties) {
        return new Settings(
                list(text(properties, "systems")),
                list(text(properties, "workloads")),
                threads(text(properties, "threads")),
                Integer.parseInt(text(properties, "rounds")),
                Double.parseDouble(text(properties, "warmSeconds")),
                Double.parseDouble(text(properties, "timedSeconds")),
                Double.parseDouble(text(properties, "productSeconds")),
                Integer.parseInt(text(properties, "epochs")),
                text(properties, "operations"),
                text(properties, "heap"),
                Path.of(text(properties, "folder")).toAbsolutePath());
    }

    private static String text(Properties properties, String name) {
        var value = properties.getProperty(PREFIX + name);
        if (value == null) {
            throw new IllegalArgumentException("expected a property " + PREFIX + name + ", actual none");
        }
        return value.strip();
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split("[, ]+")).filter(name -> !name.isEmpty()).toList();
    }

    private static List<Integer> threads(String text) {
        var counts = text.isEmpty() ? IntStream.of(1, Runtime.getRuntime().availableProcessors())
                : list(text).stream().mapToInt(Integer::parseInt);
        return counts.distinct().sorted().boxed().toList();
    }

    /** The largest thread count. */
    public int mostThreads() {
        return threads.getLast();
    }
}
