package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.Json;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a caller with a valid key notices while others send wrong ones: how long a poll of a job takes. The others are on the same cores, in
 * this process.
 */
public final class KeysBenchmark {
    private static final String ADMIN_KEY = "the-admin-key-of-a-benchmark";
    private static final int POLLS_PER_SECOND = 50;
    private static final int WRONG_PER_SECOND = 500;

    /** From which wrong keys come. */
    enum Attack {
        NONE("none"),
        ONE_ADDRESS(WRONG_PER_SECOND + " a second from one address"),
        MANY_ADDRESSES(WRONG_PER_SECOND + " a second, each from another address");

        private final String description;

        Attack(String description) {
            this.description = description;
        }
    }

    private final Settings settings;
    private final Report report;
    private final MarkdownTable table = new MarkdownTable(
            List.of("wrong keys", "a poll, median", "a poll, 99 %", "the slowest poll", "answers to wrong keys"));

    public KeysBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    public void run() {
        // The addresses of senders are believed, so that there can be many.
        try (var service = new ServiceProcess(settings, 1, settings.heap(), "--chainrule.admin-key=" + ADMIN_KEY,
                "--server.forward-headers-strategy=native")) {
            try {
                measure(new KeysClient(service.port(), ADMIN_KEY));
            } catch (IllegalStateException | IOException failure) {
                report.failure("keys: " + failure.getMessage() + "; the end of " + service.log() + ":\n"
                        + ChildProcess.tail(service.log()));
            }
        } catch (IllegalStateException notReady) {
            report.failure(String.valueOf(notReady.getMessage()));
        }
        report.lines(
                "## Keys",
                "",
                POLLS_PER_SECOND + " polls of a job a second with a valid key, for " + settings.timedSeconds()
                        + " s each. Who sends is on the same cores.",
                "",
                table);
    }

    private void measure(KeysClient client) throws IOException {
        var job = client.train(Json.MAPPER.writeValueAsString(Map.of(
                "model", Map.of("layers", List.of(Map.of("units", 1)), "loss", "huber"),
                "dataset", Map.of("features", List.of(List.of(0)), "targets", List.of(List.of(0))),
                "epochs", 1)));
        for (var attack : Attack.values()) {
            client.poll(job, POLLS_PER_SECOND, attack == Attack.NONE ? 0 : WRONG_PER_SECOND,
                    attack == Attack.MANY_ADDRESSES,
                    settings.warmSeconds());
        }
        for (var attack : Attack.values()) {
            report.progress("wrong keys: " + attack.description);
            int wrong = attack == Attack.NONE ? 0 : WRONG_PER_SECOND;
            var seen =
                    client.poll(job, POLLS_PER_SECOND, wrong, attack == Attack.MANY_ADDRESSES, settings.timedSeconds());
            table.row(List.of(
                    attack.description, milliseconds(0.5, seen), milliseconds(0.99, seen), milliseconds(1, seen),
                    seen.statuses().entrySet().stream()
                            .map(status -> status.getValue() + " with " + status.getKey())
                            .collect(Collectors.joining(", "))));
        }
    }

    private static String milliseconds(double share, KeysClient.Polls seen) {
        return Figures.twoDigits(1000 * Figures.quantile(share, seen.seconds())) + " ms";
    }
}
