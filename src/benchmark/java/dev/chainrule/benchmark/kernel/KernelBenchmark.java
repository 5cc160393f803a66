package dev.chainrule.benchmark.kernel;

import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the pairs, the vector kernels in virtual machines with vectors of each width. */
public final class KernelBenchmark {
    private static final String KERNELS = "kernels";
    private static final List<Integer> WIDTHS_IN_BYTES = List.of(16, 32, 64);
    private static final int WARM_ITERATIONS = 6;
    private static final int ITERATIONS = 5;
    private static final double MEDIAN = 50;
    private static final TimeValue TIME = TimeValue.milliseconds(150);

    private final Settings settings;
    private final Report report;
    /** Microseconds of each row's columns. */
    private final Map<String, List<Double>> microseconds = new TreeMap<>();

    public KernelBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    public void run() {
        var log = settings.folder().resolve("logs").resolve("kernels.log");
        try (var out = open(log)) {
            var format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            run(Requested.SCALAR, 0, format);
            for (int width : WIDTHS_IN_BYTES) {
                run(Requested.VECTOR, width, format);
            }
        } catch (RunnerException failure) {
            report.failure("kernels: " + failure + "; the end of " + log + ":\n" + ChildProcess.tail(log));
        }
        report.lines(
                "## Kernels: microseconds an operation, one thread",
                "",
                "Medians of " + ITERATIONS
                        + " iterations. A processor without vectors of a width takes the widest that it has.",
                "",
                table());
    }

    private static PrintStream open(Path log) {
        try {
            Files.createDirectories(log.getParent());
            return new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param widthInBytes 0: the processor's own */
    private void run(Requested kernels, int widthInBytes, OutputFormat log) throws RunnerException {
        report.progress("kernels: " + kernels + (widthInBytes == 0 ? "" : ", " + 8 * widthInBytes + " bits"));
        var options = new OptionsBuilder()
                .include(KernelBenchmark.class.getPackageName() + "\\." + settings.operations())
                .param(KERNELS, kernels.name())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_ITERATIONS)
                .warmupTime(TIME)
                .measurementIterations(ITERATIONS)
                .measurementTime(TIME)
                .shouldFailOnError(true);
        if (widthInBytes > 0) {
            options.jvmArgsAppend("-XX:MaxVectorSize=" + widthInBytes);
        }
        add(new Runner(options.build(), log).run());
    }

    private void add(Collection<RunResult> results) {
        for (var result : results) {
            microseconds.computeIfAbsent(row(result.getParams()), _ -> new ArrayList<>())
                    .add(result.getPrimaryResult().getStatistics().getPercentile(MEDIAN));
        }
    }

    /** The operation, with its parameters but for the kernels. */
    private static String row(BenchmarkParams params) {
        var name = params.getBenchmark().substring(KernelBenchmark.class.getPackageName().length() + 1);
        return name + params.getParamsKeys()
                .stream()
                .filter(key -> !key.equals(KERNELS))
                .map(params::getParam)
                .collect(Collectors.joining(" ", " ", ""));
    }

    private MarkdownTable table() {
        var header = new ArrayList<>(List.of("operation", "scalar"));
        WIDTHS_IN_BYTES.forEach(width -> header.add(8 * width + " bits"));
        header.add("scalar/widest");
        var table = new MarkdownTable(header);
        microseconds.forEach((operation, columns) -> {
            // Fewer columns if a run failed, which was reported.
            if (columns.size() == header.size() - 2) {
                var cells = new ArrayList<>(List.of(operation));
                columns.forEach(value -> cells.add(Figures.twoDigits(value)));
                cells.add(Figures.ratio(columns.getFirst() / columns.getLast()));
                table.row(cells);
            }
        });
        return table;
    }
}
