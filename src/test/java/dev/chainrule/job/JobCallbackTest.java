package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callbacks of jobs that have ended, to a receiver of this test. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.callback.secret=" + JobCallbackTest.SECRET,
    "chainrule.callback.allow-private=true", "chainrule.callback.first-retry-after=10ms",
    "chainrule.callback.max-attempts=3"})
class JobCallbackTest {
    static final String SECRET = "whsec_YSBzZWNyZXQgb2YgdGhpcyB0ZXN0IG9mIGpvYnM=";

    private record Received(Map<String, List<String>> headers, byte[] body) {
        String id() {
            return headers.get("Webhook-id").getFirst();
        }

        JsonNode job() {
            return JsonMapper.builder().build().readTree(body);
        }
    }

    private final Api api;
    private final JdbcClient database;
    private final MeterRegistry meters;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /** How many calls the slow receiver has taken, and how many of them it may answer. */
    private final Semaphore waiting = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private HttpServer receiver;

    JobCallbackTest(Api api, JdbcClient database, MeterRegistry meters) {
        this.api = api;
        this.database = database;
        this.meters = meters;
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.createContext("/slow", this::receiveSlowly);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.start();
    }

    @AfterEach
    void leave() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        received.add(new Received(
                Map.copyOf(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 500 : 204, -1);
        exchange.close();
    }

    private void receiveSlowly(HttpExchange exchange) throws IOException {
        waiting.release();
        gate.acquireUninterruptibly();
        receive(exchange);
    }

    private Received next() throws InterruptedException {
        var next = received.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a callback").isNotNull();
        return next;
    }

    private String settings(String more) {
        return "\"callbackUrl\": \"http://127.0.0.1:" + receiver.getAddress().getPort() + "/jobs\", " + more;
    }

    private JsonNode called(String id, int attempts) {
        JsonNode callback;
        do {
            callback = ended(api, id).path("callback");
        } while (callback.path("attempts").asInt() < attempts);
        return callback;
    }

    @Test
    void cancelledSweepCallsBackForEveryJob() throws Exception {
        var job = xor(settings("\"epochs\": 10000000"));
        var sweep = api.post("/sweeps", "{\"job\": %s, \"restarts\": 4}".formatted(job)).body().path("id").asString();

        api.post("/sweeps/" + sweep + "/cancel", "");

        var delivered = new HashSet<String>();
        for (int i = 0; i < 4; i++) {
            var call = next();
            assertThat(call.job().path("state").asString()).isEqualTo("CANCELLED");
            assertThat(call.job().path("sweep").asString()).isEqualTo(sweep);
            delivered.add(call.id());
        }
        assertThat(delivered).hasSize(4);
    }

    @Test
    void atMostEightCallbacksAreSentAtATime() throws Exception {
        var job = xor(settings("\"epochs\": 10000000").replace("/jobs\"", "/slow\""));
        var sweep = api.post("/sweeps", "{\"job\": %s, \"restarts\": 12}".formatted(job)).body().path("id").asString();

        api.post("/sweeps/" + sweep + "/cancel", "");

        assertThat(waiting.tryAcquire(8, 30, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.tryAcquire(1, TimeUnit.SECONDS)).as("a ninth call").isFalse();
        gate.release(12);
        var delivered = new HashSet<String>();
        for (int i = 0; i < 12; i++) {
            delivered.add(next().id());
        }
        assertThat(delivered).hasSize(12);
    }

    private double counted(String outcome) {
        return meters.get("chainrule.callback.deliveries").tag("outcome", outcome).counter().count();
    }

    @Test
    void eachAttemptIsCountedByItsOutcome() throws Exception {
        double delivered = counted("DELIVERED");
        double retried = counted("RETRIED");
        double abandoned = counted("ABANDONED");
        refusals.set(1);

        submit(api, xor(settings("\"epochs\": 1")));

        next();
        next();
        await().untilAsserted(() -> assertThat(counted("DELIVERED")).isEqualTo(delivered + 1));
        assertThat(counted("RETRIED")).isEqualTo(retried + 1);
        refusals.set(3);
        submit(api, xor(settings("\"epochs\": 1")));
        for (int i = 0; i < 3; i++) {
            next();
        }
        await().untilAsserted(() -> assertThat(counted("ABANDONED")).isEqualTo(abandoned + 1));
        assertThat(counted("RETRIED")).isEqualTo(retried + 3);
    }

    @Test
    void unexpectedFailureCountsAsAnAttempt() {
        var id = submit(api, xor(settings("\"epochs\": 10000000")));
        database.sql("update training_job set callback_url = 'http://[' where id = :id")
                .param("id", UUID.fromString(id))
                .update();
        api.post("/jobs/" + id + "/cancel", "");

        var callback = called(id, 3);

        assertThat(callback.path("error").asString()).startsWith("Unexpected failure");
        assertThat(callback.path("deliveredAt").isNull()).isTrue();
    }

    @Test
    void endedJobIsPostedWithItsStateAndASignature() throws Exception {
        var id = submit(api, xor(settings("\"epochs\": 10")));

        var call = next();

        assertThat(call.id()).isEqualTo(id);
        assertThat(call.job().path("id").asString()).isEqualTo(id);
        assertThat(call.job().path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(call.job().path("weightsSha256")).isEqualTo(ended(api, id).path("weightsSha256"));
        new Webhook(SECRET).verify(new String(call.body(), StandardCharsets.UTF_8), call.headers());
        var callback = called(id, 1);
        assertThat(callback.path("deliveredAt").isString()).isTrue();
        assertThat(callback.path("error").isNull()).isTrue();
    }

    @Test
    void failedCallbackIsRepeatedUntilItIsAccepted() throws Exception {
        refusals.set(2);
        var id = submit(api, xor(settings("\"epochs\": 10")));

        assertThat(next().id()).isEqualTo(id);
        assertThat(next().id()).isEqualTo(id);
        assertThat(next().id()).isEqualTo(id);

        assertThat(called(id, 3).path("deliveredAt").isString()).isTrue();
    }

    @Test
    void callbackIsGivenUpAfterTheLastAttempt() {
        refusals.set(3);
        var id = submit(api, xor(settings("\"epochs\": 10")));

        var callback = called(id, 3);

        assertThat(callback.path("deliveredAt").isNull()).isTrue();
        assertThat(callback.path("error").asString()).isEqualTo("The receiver answered 500");
    }

    @Test
    void cancelledJobCallsBack() throws Exception {
        var id = submit(api, xor(settings("\"epochs\": 10000000")));
        training(api, id);

        api.post("/jobs/" + id + "/cancel", "");

        assertThat(next().job().path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void privateCallbackAddressIsRefused() {
        var answer = api.post("/jobs", xor("\"callbackUrl\": \"ftp://example.org/\""));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/callbackUrl");
    }
}
