package dev.chainrule.benchmark.service;

import com.sun.management.OperatingSystemMXBean;
import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.training.DataFiles;
import dev.chainrule.benchmark.training.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.client.RestClientException;

/**
 * What many watchers notice of jobs on all cores, and the jobs of them. The watchers are on the same cores, in one thread, and so what
 * they take themselves is measured, too.
 */
public final class WatchingBenchmark {
    private static final Workload WORKLOAD = Workload.W1;
    private static final int STREAMS = 500;
    private static final int POLLS_PER_SECOND = 200;

    /** So many that the virtual machine has compiled what answers them, though training leaves its compiler little time. */
    private static final int WARMING_POLLS_PER_SECOND = 1000;
    private static final int WARMINGS = 4;

    /** More than there is time for. */
    private static final int EPOCHS = 1_000_000;

    /** In which the virtual machine compiles. */
    private static final int WARM_EPOCHS = 5;

    private final Settings settings;
    private final Report report;
    private final DataFiles data;
    private final List<Double> quietRates = new ArrayList<>();
    private final List<Double> watchedRates = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> pollSeconds = new ArrayList<>();
    private final List<Double> clientShares = new ArrayList<>();
    private double eventBytes;

    public WatchingBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
        this.data = new DataFiles(settings.folder().resolve("data"));
    }

    public void run() {
        int threads = settings.mostThreads();
        try (var service = new ServiceProcess(settings, threads, settings.heap())) {
            try {
                measure(service, threads);
            } catch (RestClientException | IllegalStateException | IOException failure) {
                report.failure("watching: " + failure.getMessage() + "; the end of " + service.log() + ":\n"
                        + ChildProcess.tail(service.log()));
            }
        } catch (IllegalStateException notReady) {
            report.failure(String.valueOf(notReady.getMessage()));
        }
        report.lines(
                "## Watching",
                "",
                threads + " jobs at once (" + WORKLOAD.description() + "), " + STREAMS + " streams of events and "
                        + POLLS_PER_SECOND + " polls a second; rounds: " + settings.rounds() + " of twice "
                        + settings.timedSeconds() + " s. The watchers are one thread on the same cores.",
                "",
                table());
    }

    private void measure(ServiceProcess service, int threads) throws IOException {
        var client = service.client();
        client.upload(data);
        var jobs = Stream.generate(() -> client.begin(WORKLOAD, EPOCHS)).limit(threads).toList();
        awaitWarm(client, jobs);
        try (var warming = new WatchingClient(service.port(), jobs)) {
            warming.open(STREAMS);
            warming.poll(WARMING_POLLS_PER_SECOND, WARMINGS * settings.warmSeconds());
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            report.progress("watching, round " + round);
            var quiet = rate(client, jobs, () -> sleep(settings.timedSeconds()));
            quietRates.add(quiet);
            try (var watchers = new WatchingClient(service.port(), jobs)) {
                watchers.open(STREAMS);
                var watched = rate(client, jobs, () -> watch(watchers));
                watchedRates.add(watched);
                ratios.add(watched / quiet);
            }
        }
        jobs.forEach(client::cancel);
    }

    private static void awaitWarm(ServiceClient client, List<String> jobs) {
        while (jobs.stream().anyMatch(job -> client.epoch(job) < WARM_EPOCHS)) {
            sleep(0.2);
        }
    }

    private static void sleep(double seconds) {
        try {
            Thread.sleep((long) (1000 * seconds));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private interface Stretch {
        void pass() throws IOException;
    }

    /** Samples a second of all jobs together, in the epochs that lie within a stretch of time. */
    private static double rate(ServiceClient client, List<String> jobs, Stretch stretch) throws IOException {
        var before = jobs.stream().map(client::epoch).toList();
        stretch.pass();
        double rate = 0;
        for (int j = 0; j < jobs.size(); j++) {
            // The first of these epochs began before.
            var seconds = client.epochSeconds(jobs.get(j), before.get(j) + 1);
            if (seconds.isEmpty()) {
                throw new IllegalStateException("expected epochs within the stretch, actual none: make it longer");
            }
            rate += WORKLOAD.data().rows() * seconds.size()
                    / seconds.stream().mapToDouble(Double::doubleValue).sum();
        }
        return rate;
    }

    private void watch(WatchingClient watchers) throws IOException {
        double processorBefore = processorSeconds();
        pollSeconds.addAll(watchers.poll(POLLS_PER_SECOND, settings.timedSeconds()));
        clientShares.add((processorSeconds() - processorBefore) / settings.timedSeconds());
        eventBytes += watchers.eventBytes();
    }

    /** Of this process. */
    private static double processorSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    private MarkdownTable table() {
        var table = new MarkdownTable(List.of("what", "figure"));
        row(table, "a poll, median", milliseconds(0.5));
        row(table, "a poll, 99 %", milliseconds(0.99));
        row(table, "the slowest poll", milliseconds(1));
        row(table, "kB of events a second",
                Figures.whole(eventBytes / 1000 / settings.rounds() / settings.timedSeconds()));
        row(table, "samples a second, unwatched", Figures.whole(Figures.median(quietRates)));
        row(table, "samples a second, watched", Figures.whole(Figures.median(watchedRates)));
        row(table, "watched/unwatched, median of the rounds", Figures.ratio(Figures.median(ratios)));
        row(table, "watched/unwatched, every round",
                String.join(", ", ratios.stream().map(Figures::ratio).toList()));
        row(table, "the watchers' own share of one core", Figures.percent(Figures.median(clientShares)));
        return table;
    }

    private static void row(MarkdownTable table, String what, String figure) {
        table.row(List.of(what, figure));
    }

    private String milliseconds(double share) {
        return Figures.twoDigits(1000 * Figures.quantile(share, pollSeconds)) + " ms";
    }
}
