package dev.chainrule.job;

import static dev.chainrule.job.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ChainruleApplication;
import dev.chainrule.Postgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A key that one replica revokes is refused by another one within ten seconds, by requests that are being served, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevokedKeyTest {
    private static final String ADMIN_KEY = "an-admin-key-of-many-characters";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private ConfigurableApplicationContext first;
    private ConfigurableApplicationContext second;
    private Api admin;
    private Api other;

    @BeforeAll
    void startTwoReplicas() {
        var database = Postgres.create();
        first = start(database, "--chainrule.job.replica=one", "--chainrule.job.threads=1");
        second = start(database, "--chainrule.job.replica=two", "--chainrule.job.threads=1");
        admin = new Api(first.getEnvironment()).withKey(ADMIN_KEY);
        other = new Api(second.getEnvironment());
    }

    private static ConfigurableApplicationContext start(List<String> database, String... settings) {
        var arguments = Stream
                .of(database.stream(), Stream.of(settings),
                        Stream.of("--server.port=0", "--chainrule.admin-key=" + ADMIN_KEY))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return new SpringApplicationBuilder(ChainruleApplication.class).run(arguments);
    }

    @AfterAll
    void stop() {
        second.close();
        first.close();
    }

    private Answer make(String name) {
        return admin.post("/keys", "{\"name\": \"" + name + "\", \"role\": \"reader\"}");
    }

    private Api with(Answer made) {
        return other.withKey(made.body().path("key").asString());
    }

    private void revoke(Answer made) {
        assertThat(admin.delete("/keys/" + made.body().path("id").asString()).status()).isEqualTo(204);
    }

    private static String endlessJob() {
        return """
                {"model": {"layers": [{"units": 8, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                           "loss": "binary_cross_entropy"},
                 "dataset": {"generator": {"type": "moons", "rows": 100}}, "epochs": 10000000, "seed": 1}
                """;
    }

    private void end(String job) {
        admin.post("/jobs/" + job + "/cancel", "");
        assertThat(admin.get("/jobs/" + job + "?wait=30").body().path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void keyThatOneReplicaMakesIsValidOnTheOtherImmediately() {
        with(make("before")).get("/models");

        assertThat(with(make("after")).get("/models").status()).isEqualTo(200);
    }

    @Test
    void requestsWithARevokedKeyAreRefusedByTheOtherReplica() {
        var made = make("polls");
        var poller = with(made);
        assertThat(poller.get("/models").status()).isEqualTo(200);

        revoke(made);

        long end = System.nanoTime() + LONGEST.toNanos();
        int status;
        do {
            status = poller.get("/models").status();
        } while (status == 200 && System.nanoTime() < end);
        assertThat(status).isEqualTo(401);
    }

    @Test
    void streamsOfARevokedKeyEndWhetherOrNotTheirJobTrains() {
        var training = submit(admin, endlessJob());
        var paused = submit(admin, endlessJob());
        admin.post("/jobs/" + paused + "/pause", "");
        var made = make("reads");

        try (var busy = EventReader.open(with(made), training, "?after=latest");
                var idle = EventReader.open(with(made), paused, "?after=latest")) {
            assertThat(busy.next()).isPresent();
            var rests = List.of(CompletableFuture.supplyAsync(busy::rest), CompletableFuture.supplyAsync(idle::rest));
            revoke(made);

            assertThat(rests).allSatisfy(rest -> assertThat(rest).succeedsWithin(LONGEST));
        }
        assertThat(EventReader.open(with(made), paused, "").response().statusCode()).isEqualTo(401);
        end(training);
        end(paused);
    }

    @Test
    void longPollWithARevokedKeyIsRefused() throws Exception {
        var job = submit(admin, endlessJob());
        var made = make("waits");

        var poll = CompletableFuture.supplyAsync(() -> with(made).get("/jobs/" + job + "?wait=60"));
        assertThat(with(made).get("/jobs/" + job).status()).isEqualTo(200);
        revoke(made);

        var answer = poll.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        end(job);
    }
}
