package dev.chainrule;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.job.JobState;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What /actuator/prometheus says of jobs, training and predictions, and that its documentation and the dashboard name the same. */
@ServiceTest
class MetricsTest {
    private static final String JOB = "chainrule_job_";

    /** A row of the table: name, type, labels, unit, meaning. */
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(chainrule_\\w+)` \\| (\\w+) \\|(.*?)\\|(.*?)\\| (.*?) \\|$", Pattern.MULTILINE);

    /** All labels of the service's own metrics but those of running jobs, with every value that they may have. */
    private static final Map<String, Set<String>> LABELS = Map.of(
            "state", Arrays.stream(JobState.values()).map(Enum::name).collect(toSet()),
            "stop_reason",
            Set.of("MAX_EPOCHS", "EARLY_STOPPED", "TARGET_REACHED", "TIME_LIMIT", "DIVERGED", "CANCELLED", "ERROR"),
            "outcome", Set.of("SUCCEEDED", "FAILED", "CANCELLED", "DELIVERED", "RETRIED", "ABANDONED"),
            "reason", Set.of("UNAUTHORIZED", "FORBIDDEN", "UNKNOWN_HOST", "TOO_MANY_FAILURES"),
            "api", Set.of("v1", "v1-table", "v2"));

    private final Api api;
    private final Environment environment;
    private final JdbcClient database;

    MetricsTest(Api api, Environment environment, JdbcClient database) {
        this.api = api;
        this.database = database;
        this.environment = environment;
    }

    private Scrape scrape() throws Exception {
        return Scrape.of(environment);
    }

    /** Four rows of two inputs on three tanh units and one output; three of the rows train. */
    private String submit(String model, int epochs) {
        var answer = api.post("/jobs",
                """
                        {"model": {"name": "%s", "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                          "loss": "mean_squared_error"},
                         "dataset": {"features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0.1], [1.2], [1.3], [0.4]]},
                         "validation": {"fraction": 0.25}, "epochs": %d, "seed": 1}"""
                        .formatted(model, epochs));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        return answer.body().path("id").asString();
    }

    private String trained(String model, int epochs) {
        var id = submit(model, epochs);
        await().until(() -> api.get("/jobs/" + id).body().path("state").asString().equals("SUCCEEDED"));
        return id;
    }

    /** A job that trains until the test cancels it. */
    private String training(String model) throws Exception {
        var answer = api.post("/jobs", """
                {"model": {"name": "%s", "layers": [{"units": 3}, {"units": 1}], "loss": "mean_squared_error"},
                 "dataset": {"features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0.1], [1.2], [1.3], [0.4]]},
                 "validation": {"fraction": 0.25}, "epochs": 10000000, "seed": 1}""".formatted(model));
        var id = answer.body().path("id").asString();
        await().until(() -> scrape().samples(JOB + "epoch", "job", id).stream().anyMatch(sample -> sample.value() > 0));
        return id;
    }

    private void cancel(String id) {
        api.post("/jobs/" + id + "/cancel", "");
        await().until(() -> api.get("/jobs/" + id).body().path("state").asString().equals("CANCELLED"));
    }

    @Test
    void aJobThatHasEndedIsCountedWithItsEpochsSamplesAndOperations() throws Exception {
        var before = scrape();

        trained("counted", 40);

        var after = scrape();
        assertThat(increase(before, after, "chainrule_training_epochs_total")).isEqualTo(40);
        assertThat(increase(before, after, "chainrule_training_samples_total")).isEqualTo(40 * 3);
        // 4 · 2 · 3 + 6 · 3 · 1 for each row
        assertThat(increase(before, after, "chainrule_training_flops_total")).isEqualTo(40 * 3 * 42);
        assertThat(increase(before, after, "chainrule_training_epoch_seconds_count")).isEqualTo(40);
        assertThat(increase(before, after, "chainrule_training_epoch_seconds_sum")).isPositive();
        assertThat(increase(
                before, after, "chainrule_jobs_finished_total", "state", "SUCCEEDED", "stop_reason", "MAX_EPOCHS"))
                .isEqualTo(1);
        assertThat(increase(before, after, "chainrule_job_wait_seconds_count")).isEqualTo(1);
        assertThat(increase(before, after, "chainrule_job_duration_seconds_count", "outcome", "SUCCEEDED"))
                .isEqualTo(1);
        assertThat(increase(before, after, "chainrule_checkpoint_write_seconds_count")).isEqualTo(1);
        assertThat(increase(before, after, "chainrule_checkpoint_bytes_total")).isGreaterThan(13 * 4);
        assertThat(after.value("chainrule_training_threads_busy")).isZero();
        assertThat(after.value("chainrule_journal_pending")).isZero();
        assertThat(after.value("chainrule_heartbeat_age_seconds")).isZero();
    }

    private static double increase(Scrape before, Scrape after, String name, String... labels) {
        return after.value(name, labels) - before.value(name, labels);
    }

    @Test
    void everyStateHasANumberOfJobsAlso0() throws Exception {
        trained("stated", 1);

        await().until(() -> scrape().value("chainrule_jobs", "state", "SUCCEEDED") > 0);

        var counts = scrape();
        for (var state : JobState.values()) {
            assertThat(counts.value("chainrule_jobs", "state", state.name())).isNotNegative();
        }
        assertThat(counts.value("chainrule_jobs_finished_total", "state", "FAILED", "stop_reason", "TIME_LIMIT"))
                .isNotNegative();
    }

    @Test
    void aJobHasSeriesOnlyWhileItTrains() throws Exception {
        var id = training("running");

        var running = scrape();
        assertThat(running.value(JOB + "epoch", "job", id, "model", "running")).isPositive();
        assertThat(running.value(JOB + "cost", "job", id, "model", "running")).isBetween(0.0, 10.0);
        assertThat(running.value(JOB + "validation_cost", "job", id, "model", "running")).isBetween(0.0, 10.0);
        assertThat(running.value("chainrule_training_threads_busy")).isEqualTo(1);
        cancel(id);

        await().until(() -> scrape().value("chainrule_training_threads_busy") == 0);
        assertThat(scrape().samples()).noneMatch(sample -> sample.labels().containsValue(id));
    }

    @Test
    void predictionsAreCountedWithTheirRows() throws Exception {
        trained("predicting", 5);
        var before = scrape();

        assertThat(api.post("/models/predicting/predict", "{\"rows\": [[0, 0], [0, 1], [1, 0]]}").status())
                .isEqualTo(200);
        assertThat(api.post("/models/predicting/predict", "{\"rows\": [[0]]}").status()).isEqualTo(422);

        var after = scrape();
        assertThat(increase(before, after, "chainrule_prediction_rows_total", "api", "v1")).isEqualTo(3);
        assertThat(increase(before, after, "chainrule_prediction_seconds_count", "api", "v1")).isEqualTo(1);
    }

    @Test
    void aRunWhoseClaimIsOutdatedIsCounted() throws Exception {
        var id = training("lost");
        double before = scrape().value("chainrule_claims_lost_total");

        database.sql("update job_progress set claim = claim + 1 where job_id = :id").param("id", UUID.fromString(id))
                .update();

        await().until(() -> scrape().value("chainrule_claims_lost_total") == before + 1);
        // No worker holds the job any more, so none would end it.
        database.sql(
                "update training_job set state = 'CANCELLED', stop_reason = 'CANCELLED', finished_at = created_at where id = :id")
                .param("id", UUID.fromString(id))
                .update();
        assertThat(api.delete("/jobs/" + id).status()).isEqualTo(204);
    }

    @Test
    void requestsCannotAddLabelValues() throws Exception {
        trained("bounded", 1);
        api.get("/no-such-call-9a1");
        api.get("/models/no-such-model-9a2");
        api.send(api.request("/models").method("NOSUCHMETHOD9A3", BodyPublishers.noBody()));
        api.send(api.request("/models?version=no-such-9a4").header("X-Request-Id", "no-such-9a5"));

        var samples = scrape().samples();

        assertThat(samples).noneMatch(sample -> sample.labels().values().stream()
                .anyMatch(value -> value.contains("no-such") || value.contains("NOSUCH")));
        for (var sample : samples) {
            if (sample.name().startsWith("chainrule_") && !sample.labels().containsKey("job")) {
                sample.labels().forEach((label, value) -> {
                    if (!label.equals("le")) {
                        assertThat(LABELS).as(sample.name()).containsKey(label);
                        assertThat(LABELS.get(label)).as(sample.name()).contains(value);
                    }
                });
            }
        }
    }

    /** A row of the table, or what it must say. */
    private record Documented(String type, Set<String> labels, String unit, String meaning) {}

    @Test
    void theTableOfTheDocumentationIsWhatIsScraped() throws Exception {
        var id = training("documented");
        var scrape = scrape();
        cancel(id);

        assertThat(actual(scrape)).containsExactlyInAnyOrderEntriesOf(documented());
    }

    /** Metrics in expressions. */
    private static final Pattern METRIC = Pattern.compile("\\b(chainrule|http|hikaricp|jvm|process|logback)_\\w+");

    @Test
    void everyMetricOfTheDashboardAndOfTheExpressionsToWatchIsScraped() throws Exception {
        var id = training("shown");
        var names = scrape().samples().stream().map(Scrape.Sample::name).collect(toSet());
        cancel(id);

        var dashboard = JsonMapper.shared().readTree(Path.of(".docker/grafana/dashboards/chainrule.json").toFile());
        var expressions = dashboard.findValues("expr");
        assertThat(expressions).hasSizeGreaterThan(30);
        assertThat(expressions).allSatisfy(expression -> assertThat(metrics(expression.asString())).isNotEmpty());
        assertThat(names).containsAll(metrics(expressions.toString()));
        assertThat(names).containsAll(
                metrics(Files.readString(Path.of("src/docs/operations/metrics.md")).split("## What to watch", 2)[1]));
    }

    private static Set<String> metrics(String expressions) {
        return METRIC.matcher(expressions).results().map(MatchResult::group).collect(toSet());
    }

    private static Map<String, Documented> documented() throws Exception {
        return ROW.matcher(Files.readString(Path.of("src/docs/operations/metrics.md")))
                .results()
                .collect(toMap(
                        row -> row.group(1),
                        row -> new Documented(
                                row.group(2),
                                Stream.of(row.group(3).split("[`, ]+", -1)).filter(label -> !label.isEmpty())
                                        .collect(toSet()),
                                row.group(4).strip(), row.group(5)),
                        (first, _) -> first, TreeMap::new));
    }

    /** The maximum of a time, which Micrometer adds as a family of its own, is not listed. */
    private static Map<String, Documented> actual(Scrape scrape) {
        return scrape.families().entrySet().stream()
                .filter(family -> family.getKey().startsWith("chainrule_") && !family.getKey().endsWith("_max"))
                .collect(toMap(
                        Map.Entry::getKey,
                        family -> new Documented(
                                family.getValue().type(), labels(scrape, family.getKey()), unit(family.getKey()),
                                family.getValue().help()),
                        (first, _) -> first, TreeMap::new));
    }

    private static Set<String> labels(Scrape scrape, String family) {
        return scrape.samples().stream()
                .filter(sample -> sample.name().matches(family + "(_bucket|_count|_sum)?"))
                .flatMap(sample -> sample.labels().keySet().stream())
                .filter(label -> !label.equals("le"))
                .collect(toSet());
    }

    private static String unit(String family) {
        return Stream.of("seconds", "bytes")
                .filter(unit -> family.matches(".*_" + unit + "(_total)?"))
                .findFirst()
                .orElse("");
    }
}
