package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.training.DataFiles;
import dev.chainrule.benchmark.training.Workload;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.springframework.web.client.RestClientException;

/** What users of a fresh service notice: how soon jobs are fast, what two at once do to each other, and how much memory one takes. */
public final class JobsBenchmark {
    private static final Workload WORKLOAD = Workload.W1;
    private static final int XOR_EPOCHS = 10_000;
    private static final int XOR_RUNS = 40;
    private static final int BURST = 1000;
    private static final int BURST_EPOCHS = 1000;

    /** Three times the images' compact form, and 64 MiB. */
    private static final String LITTLE_HEAP = 3 * WORKLOAD.data().rows() * WORKLOAD.inputs(0) / (1 << 20) + 64 + "m";

    private final Settings settings;
    private final Report report;
    private final DataFiles data;
    private final MarkdownTable table = new MarkdownTable(List.of("what", "figure"));

    /** @throws IllegalArgumentException if there are too few epochs to leave the first one out */
    public JobsBenchmark(Settings settings, Report report) {
        JobRun.requireEpochs(settings.epochs());
        this.settings = settings;
        this.report = report;
        this.data = new DataFiles(settings.folder().resolve("data"));
    }

    public void run() {
        var alone = new double[] {Double.NaN};
        withService(1, settings.heap(), service -> alone[0] = steadyRate(train(service)));
        withService(2, settings.heap(), service -> {
            var xor = service.trainXor(XOR_EPOCHS);
            row("XOR 2-3-1, " + XOR_EPOCHS + " epochs, as the first job of a service that has just become ready",
                    Figures.twoDigits(xor.wholeSeconds()) + " s");
            var warm = Stream.generate(() -> service.xorSeconds(XOR_EPOCHS)).limit(XOR_RUNS).toList();
            row("the same " + XOR_RUNS
                    + " times more, one after the other, from the request to SUCCEEDED: median, slowest",
                    Figures.twoDigits(Figures.median(warm)) + " s, " + Figures.twoDigits(Collections.max(warm)) + " s");
            for (var when : List.of("", ", once more")) {
                row(BURST + " such jobs of " + BURST_EPOCHS + " epochs, as fast as " + Burst.CLIENTS + " clients can"
                        + when,
                        Burst.of(service, BURST, BURST_EPOCHS).inWords());
            }
            service.upload(data);
            var first = service.train(WORKLOAD, settings.epochs());
            row("the first job on images, first second after the untrained network was measured, against later epochs",
                    Figures.percent(rowsOfFirstSecond(first) / steadyRate(first)));
            var both = trainTwo(service);
            row("two jobs at once on two threads, against twice one alone on one thread",
                    Figures.percent(both / (2 * alone[0])));
        });
        withService(2, LITTLE_HEAP, service -> row(
                "trained in a service with -Xmx" + LITTLE_HEAP + ", samples a second",
                Figures.whole(steadyRate(train(service)))));
        report.lines(
                "## Jobs",
                "",
                WORKLOAD.description() + " where no other is named, " + settings.epochs()
                        + " epochs, through HTTP, the dataset uploaded as IDX files.",
                "",
                table);
    }

    private interface Measurement {
        void of(ServiceClient service);
    }

    private void withService(int threads, String heap, Measurement measurement) {
        report.progress("jobs, " + threads + " threads, heap " + heap);
        try (var service = new ServiceProcess(settings, threads, heap)) {
            try {
                measurement.of(service.client());
            } catch (RestClientException | IllegalStateException | CompletionException failure) {
                report.failure("jobs, " + threads + " threads, heap " + heap + ": " + failure.getMessage()
                        + "; the end of " + service.log() + ":\n" + ChildProcess.tail(service.log()));
            }
        } catch (IllegalStateException notReady) {
            report.failure(String.valueOf(notReady.getMessage()));
        }
    }

    private void row(String what, String figure) {
        table.row(List.of(what, figure));
    }

    private JobRun train(ServiceClient service) {
        service.upload(data);
        return service.train(WORKLOAD, settings.epochs());
    }

    /** Samples a second of both together. */
    private double trainTwo(ServiceClient service) {
        var other = CompletableFuture.supplyAsync(() -> service.train(WORKLOAD, settings.epochs()));
        return steadyRate(service.train(WORKLOAD, settings.epochs())) + steadyRate(other.join());
    }

    private static double steadyRate(JobRun run) {
        return WORKLOAD.data().rows() / run.steadySeconds();
    }

    private static double rowsOfFirstSecond(JobRun run) {
        double seconds = 0;
        double epochs = 0;
        for (double next : run.epochSeconds()) {
            double part = Math.min(next, 1 - seconds);
            epochs += part / next;
            seconds += part;
        }
        return epochs * WORKLOAD.data().rows();
    }
}
