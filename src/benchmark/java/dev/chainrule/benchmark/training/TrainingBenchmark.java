package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.harness.Children;
import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.limit.Peak;
import java.time.Duration;
import java.util.List;

/** Trains every workload with every contender and number of threads, in turn. */
public final class TrainingBenchmark {
    /** For starting, loading the data, and the loss at the end; beside the seconds that the settings give. */
    private static final double PATIENCE = 300;

    private final Settings settings;
    private final Report report;
    private final List<Contender> contenders;
    private final List<Workload> workloads;

    /** @throws IllegalArgumentException if there is no such contender or workload */
    public TrainingBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
        this.contenders = settings.systems().stream().map(Contender::of).toList();
        this.workloads = settings.workloads().stream().map(Workload::valueOf).toList();
    }

    public void run() {
        var data = new DataFiles(settings.folder().resolve("data")).folder().toString();
        var peak = new Peak(settings);
        var results = new TrainingResults();
        var patience = Duration.ofMillis(
                (long) (1e3 * (PATIENCE + settings.warmSeconds() + settings.timedSeconds())));
        try (var children = new Children(settings, report)) {
            for (var workload : workloads) {
                var question = new Repeat.Question(workload, settings.warmSeconds(), settings.timedSeconds());
                for (int round = 1; round <= settings.rounds(); round++) {
                    report.progress(workload + ", round " + round + " of " + settings.rounds());
                    peak.measure(children);
                    for (int threads : settings.threads()) {
                        for (var contender : contenders) {
                            children.ask(
                                    contender.command("training-" + contender.key(), TrainingChild.class, threads,
                                            settings, data),
                                    question,
                                    Repeat.Answer.class,
                                    patience)
                                    .ifPresent(answer -> results.add(workload, contender, threads, answer));
                        }
                    }
                }
            }
        }
        report.lines("## Training: samples a second");
        peak.print(report);
        new TrainingTables(settings, contenders, workloads, peak, results).print(report);
    }
}
