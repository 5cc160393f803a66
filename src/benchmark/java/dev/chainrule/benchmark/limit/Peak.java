package dev.chainrule.benchmark.limit;

import dev.chainrule.benchmark.harness.ChildCommand;
import dev.chainrule.benchmark.harness.Children;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.matrix.Precision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The machine's measured limit: the most fused multiply-adds that its threads do, twice counted, measured between the others. */
public final class Peak {
    private static final double SECONDS = 0.3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ChildCommand COMMAND =
            new ChildCommand("limit", List.of(), Map.of(), PeakChild.class.getName(), List.of());

    private record Key(Precision precision, int threads) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byPrecision = precision.compareTo(other.precision);
            return byPrecision != 0 ? byPrecision : Integer.compare(threads, other.threads);
        }
    }

    private final Settings settings;
    private final Map<Key, Double> best = new TreeMap<>();

    public Peak(Settings settings) {
        this.settings = settings;
    }

    /** Measures again, and keeps what is more. */
    public void measure(Children children) {
        for (var precision : Precision.values()) {
            for (int threads : settings.threads()) {
                children.ask(COMMAND, new PeakChild.Question(precision, threads, SECONDS), PeakChild.Answer.class,
                        PATIENCE)
                        .ifPresent(answer -> best.merge(
                                new Key(precision, threads), answer.operationsPerSecond(), Math::max));
            }
        }
    }

    /** Floating-point operations a second; NaN if it could not be measured. */
    public double operationsPerSecond(Precision precision, int threads) {
        return best.getOrDefault(new Key(precision, threads), Double.NaN);
    }

    /** Prints what was measured. */
    public void print(Report report) {
        var table = new MarkdownTable(List.of("limit: fma in registers", "threads", "GFLOP/s"));
        best.forEach((key, value) -> table.row(
                List.of(key.precision.name(), String.valueOf(key.threads), Figures.giga(value))));
        report.lines(table);
    }
}
