package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.limit.Peak;
import dev.chainrule.matrix.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the training benchmark prints. */
final class TrainingTables {
    /** It goes row by row, with RMSProp for Adam: quoted, but not compared with. */
    private static final Set<Contender> OTHER_WORK = Set.of(Contender.SMILE);

    private final Settings settings;
    private final List<Contender> contenders;
    private final List<Workload> workloads;
    private final Peak peak;
    private final TrainingResults results;

    TrainingTables(
            Settings settings,
            List<Contender> contenders,
            List<Workload> workloads,
            Peak peak,
            TrainingResults results) {
        this.settings = settings;
        this.contenders = contenders;
        this.workloads = workloads;
        this.peak = peak;
        this.results = results;
    }

    void print(Report report) {
        report.lines(
                "Medians; rounds: " + settings.rounds()
                        + ". Of each other system with the number of threads, in brackets, that is its"
                        + " fastest. The ratio is that of Chainrule at its best to the fastest other that does the same work; Smile has"
                        + " no Adam (RMSProp instead) and goes row by row. The limit is what the registers could do, with Chainrule's"
                        + " faster number of threads, if there were nothing but the products.",
                "",
                rates());
        report.lines("Final losses over the first rows, at that number of threads:", "", losses());
        report.lines("Every round, of each its fastest repeat:", "", rounds());
        printFingerprints(report);
    }

    private List<Contender> others() {
        return contenders.stream().filter(contender -> contender != Contender.CHAINRULE).toList();
    }

    private MarkdownTable rates() {
        var header = new ArrayList<String>();
        header.add("workload");
        settings.threads().forEach(threads -> header.add("Chainrule (" + threads + ")"));
        others().forEach(contender -> header.add(contender.label() + (OTHER_WORK.contains(contender) ? " *" : "")));
        header.addAll(List.of("ratio", "of the limit"));
        var table = new MarkdownTable(header);
        for (var workload : workloads) {
            var cells = new ArrayList<String>();
            cells.add(workload.description());
            for (int threads : settings.threads()) {
                cells.add(results.find(workload, Contender.CHAINRULE, threads)
                        .map(series -> Figures.whole(series.samplesPerSecond()))
                        .orElse("–"));
            }
            others().forEach(contender -> cells.add(results.best(workload, contender)
                    .map(series -> Figures.whole(series.samplesPerSecond()) + " (" + series.threads() + ")")
                    .orElse("–")));
            cells.add(Figures.ratio(ratio(workload)));
            cells.add(Figures.percent(fractionOfLimit(workload)));
            table.row(cells);
        }
        return table;
    }

    private double ratio(Workload workload) {
        double fastest = others().stream()
                .filter(contender -> !OTHER_WORK.contains(contender))
                .flatMap(contender -> results.best(workload, contender).stream())
                .mapToDouble(TrainingResults.Series::samplesPerSecond)
                .max()
                .orElse(Double.NaN);
        return results.best(workload, Contender.CHAINRULE)
                .map(series -> series.samplesPerSecond() / fastest)
                .orElse(Double.NaN);
    }

    private double fractionOfLimit(Workload workload) {
        return results.best(workload, Contender.CHAINRULE)
                .map(series -> series.samplesPerSecond() * workload.operationsPerSample()
                        / peak.operationsPerSecond(Precision.FLOAT32, series.threads()))
                .orElse(Double.NaN);
    }

    private MarkdownTable losses() {
        var header = new ArrayList<String>();
        header.add("workload");
        contenders.forEach(contender -> header.add(contender.label()));
        var table = new MarkdownTable(header);
        for (var workload : workloads) {
            var cells = new ArrayList<String>();
            cells.add(workload.name());
            contenders.forEach(contender -> cells.add(results.best(workload, contender)
                    .map(series -> Figures.fourDigits(series.finalLoss()))
                    .orElse("–")));
            table.row(cells);
        }
        return table;
    }

    private MarkdownTable rounds() {
        var table = new MarkdownTable(List.of(
                "workload", "system", "version", "threads", "samples/s of each round", "samples/CPU-s", "rows",
                "loss"));
        results.all()
                .stream()
                .sorted(Comparator.comparing(TrainingResults.Series::workload)
                        .thenComparing(TrainingResults.Series::contender)
                        .thenComparingInt(TrainingResults.Series::threads))
                .forEach(series -> table.row(List.of(
                        series.workload().name(),
                        series.contender().label(),
                        series.answers().getFirst().version(),
                        String.valueOf(series.threads()),
                        series.answers()
                                .stream()
                                .map(answer -> Figures.whole(answer.samplesPerSecond()))
                                .collect(Collectors.joining(" · ")),
                        Figures.whole(series.samplesPerCpuSecond()),
                        series.answers()
                                .stream()
                                .map(answer -> String.valueOf(answer.rows()))
                                .distinct()
                                .collect(Collectors.joining(" · ")),
                        Figures.fourDigits(series.finalLoss()))));
        return table;
    }

    /** The same seed must give the same weights, whatever the number of threads. */
    private void printFingerprints(Report report) {
        if (!contenders.contains(Contender.CHAINRULE)) {
            return;
        }
        var table =
                new MarkdownTable(List.of("workload", "weightsSha256 after all epochs, seed " + EngineTrainer.SEED));
        for (var workload : workloads) {
            var fingerprints = results.weightsSha256(workload);
            table.row(List.of(
                    workload.name(),
                    fingerprints.isEmpty() ? "none: every repeat was cut short" : String.join(" ≠ ", fingerprints)));
            if (fingerprints.size() > 1) {
                report.failure(workload + ": the weights differ between repeats or numbers of threads");
            }
        }
        report.lines(table);
    }
}
