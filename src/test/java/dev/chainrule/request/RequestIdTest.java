package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.budget.Computes;
import dev.chainrule.request.RequestIdTest.Failing;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One id names a request in the header of its answer, in its problem and in its lines of the log. */
@ServiceTest
@Import(Failing.class)
@ExtendWith(OutputCaptureExtension.class)
class RequestIdTest {
    private final Api api;
    private final Environment environment;

    RequestIdTest(Api api, Environment environment) {
        this.api = api;
        this.environment = environment;
    }

    /** Fails as no call should. */
    @RestController
    static class Failing {
        @Computes
        @GetMapping("/api/v1/failing")
        String fail() {
            LoggerFactory.getLogger(Failing.class).info("On the thread of a computation");
            throw new IllegalStateException("on purpose");
        }
    }

    private Answer get(String path, String id) {
        return api.send(api.request(path).header("X-Request-Id", id));
    }

    /** No part of the contract. */
    private JsonNode fail(String id) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(api.request("/failing").header("X-Request-Id", id).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(500);
            return JsonMapper.shared().readTree(answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "01890000-0000-7000-8000-000000000000", "Root=1-67891233-abcdef012345678912345678",
        "aGk+/w=="})
    void aValidIdIsAnsweredAsItWasSent(String id) {
        assertThat(get("/models", id).header("X-Request-Id")).isEqualTo(id);

        var problem = get("/models/none", id);

        assertThat(problem.header("X-Request-Id")).isEqualTo(id);
        assertThat(problem.body().path("requestId").asString()).isEqualTo(id);
        assertThat(problem.body().path("instance").asString()).isEqualTo("/api/v1/models/none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<b>", "\"", "${jndi:x}", "ä",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void anInvalidIdIsReplacedByARandomOne(String id) {
        var problem = get("/models/none", id);

        var made = problem.header("X-Request-Id");
        assertThat(UUID.fromString(made)).hasToString(made);
        assertThat(problem.body().path("requestId").asString()).isEqualTo(made);
    }

    @Test
    void requestsWithoutAnIdGetDifferentOnes() {
        var first = api.get("/models").header("X-Request-Id");
        var second = api.get("/models").header("X-Request-Id");

        assertThat(first).isNotEqualTo(second);
        assertThat(UUID.fromString(first)).isNotNull();
    }

    @Test
    void aRequestThatTheServerRefusesHasAnId() throws IOException {
        try (var connections = new RawConnections(environment)) {
            var socket = connections.send("GET /a|b HTTP/1.1\r\nHost: localhost\r\n\r\n");

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            var id = answer.replaceAll("(?s).*X-Request-Id: (\\S+)\r\n.*", "$1");
            assertThat(UUID.fromString(id)).hasToString(id);
            assertThat(answer).contains("\"requestId\":\"" + id + "\"");
        }
    }

    @Test
    void anUnexpectedFailureIsLoggedUnderTheIdOfItsProblem(CapturedOutput log) throws Exception {
        var problem = fail("failing-1");

        assertThat(problem.path("requestId").asString()).isEqualTo("failing-1");
        assertThat(problem.path("detail").asString())
                .isEqualTo("Unexpected failure: the service's log has more under the request id failing-1")
                .doesNotContain("on purpose");
        assertThat(log.getOut().lines()).anySatisfy(line -> assertThat(line)
                .contains(" ERROR ", "[failing-1]", "Request failing-1 failed: GET /api/v1/failing"));
        assertThat(log).contains("java.lang.IllegalStateException: on purpose");
    }

    @Test
    void aComputationLogsUnderTheIdOfItsRequest(CapturedOutput log) throws Exception {
        fail("failing-2");

        assertThat(log.getOut().lines()).anySatisfy(line -> assertThat(line)
                .contains("[failing-2]", "On the thread of a computation"));
    }

    @Test
    void aJobIsAcceptedUnderTheIdOfItsRequest(CapturedOutput log) {
        var job = """
                {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"}, "epochs": 1,
                 "dataset": {"features": [[0], [1]], "targets": [[0], [1]]}}""";

        var answer = api.post("/jobs", "application/json", BodyPublishers.ofString(job), "X-Request-Id",
                "submitting-1");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        assertThat(log.getOut().lines())
                .anySatisfy(line -> assertThat(line).contains("[submitting-1]", "Job ", " accepted: "));
    }
}
