package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Children;
import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.training.DataFiles;
import dev.chainrule.benchmark.training.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.springframework.web.client.RestClientException;

/** Trains W1 as a job of the service and with the engine alone, in turn, for every number of threads. */
public final class ServiceBenchmark {
    private static final Workload WORKLOAD = Workload.W1;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Settings settings;
    private final Report report;
    private final DataFiles data;
    private final MarkdownTable table = new MarkdownTable(List.of(
            "threads", "engine, samples/s", "service, samples/s", "service/engine", "engine, whole job in s",
            "service, whole job in s", "engine/service, whole job"));
    private final Set<String> fingerprints = new TreeSet<>();

    /** @throws IllegalArgumentException if there are too few epochs to leave the first one out */
    public ServiceBenchmark(Settings settings, Report report) {
        JobRun.requireEpochs(settings.epochs());
        this.settings = settings;
        this.report = report;
        this.data = new DataFiles(settings.folder().resolve("data"));
    }

    public void run() {
        settings.threads().forEach(this::run);
        report.lines(
                "## The service and its engine",
                "",
                WORKLOAD.description() + ", " + settings.epochs() + " epochs; rounds: " + settings.rounds()
                        + ". Samples a second are those of the epochs after the first. The whole job is from startedAt to finishedAt:"
                        + " the service reads the dataset from its database, evaluates the untrained network, stores every epoch and the"
                        + " trained version; the engine has the rows in memory already and stores nothing.",
                "",
                table);
        if (fingerprints.size() > 1) {
            report.failure("the weights differ between service and engine, or between numbers of threads: "
                    + String.join(" ≠ ", fingerprints));
        } else {
            report.lines("weightsSha256 of all jobs and runs: " + String.join("", fingerprints));
        }
    }

    private void run(int threads) {
        var ofService = new ArrayList<JobRun>();
        var ofEngine = new ArrayList<JobRun>();
        var engine = Contender.CHAINRULE.command(
                "service-engine", EngineChild.class, threads, settings, data.folder().toString());
        var question = new EngineChild.Question(WORKLOAD, settings.epochs());
        try (var children = new Children(settings, report);
                var service = new ServiceProcess(settings, threads, settings.heap())) {
            try {
                service.client().upload(data);
                for (int round = 1; round <= settings.rounds(); round++) {
                    report.progress("service, " + threads + " threads, round " + round + " of " + settings.rounds());
                    ofService.add(service.client().train(WORKLOAD, settings.epochs()));
                    children.ask(engine, question, JobRun.class, PATIENCE).ifPresent(ofEngine::add);
                }
            } catch (RestClientException | IllegalStateException failure) {
                report.failure("service, " + threads + " threads: " + failure.getMessage() + "; the end of "
                        + service.log() + ":\n" + ChildProcess.tail(service.log()));
            }
        } catch (IllegalStateException notReady) {
            report.failure(String.valueOf(notReady.getMessage()));
        }
        ofService.forEach(job -> fingerprints.add(job.weightsSha256()));
        ofEngine.forEach(job -> fingerprints.add(job.weightsSha256()));
        addRow(threads, ofService, ofEngine);
    }

    private void addRow(int threads, List<JobRun> ofService, List<JobRun> ofEngine) {
        double serviceSteady = median(ofService, JobRun::steadySeconds);
        double engineSteady = median(ofEngine, JobRun::steadySeconds);
        double serviceWhole = median(ofService, JobRun::wholeSeconds);
        double engineWhole = median(ofEngine, JobRun::wholeSeconds);
        int rows = WORKLOAD.data().rows();
        table.row(List.of(
                String.valueOf(threads),
                Figures.whole(rows / engineSteady),
                Figures.whole(rows / serviceSteady),
                Figures.ratio(engineSteady / serviceSteady),
                Figures.fourDigits(engineWhole),
                Figures.fourDigits(serviceWhole),
                Figures.ratio(engineWhole / serviceWhole)));
    }

    private static double median(List<JobRun> runs, ToDoubleFunction<JobRun> figure) {
        return Figures.median(runs.stream().mapToDouble(figure).boxed().toList());
    }
}
