package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Answers of many megabytes, where what Spring answers on other threads may take a second. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestPropertySource(properties = "spring.mvc.async.request-timeout=1s")
class LongHistoryTest {
    private static final int EPOCHS = 100_000;

    private final Api api;
    private final JdbcClient database;

    @LocalServerPort
    private int port;

    private String id;

    LongHistoryTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    @BeforeAll
    void train() {
        id = submit(api, xor("\"epochs\": " + EPOCHS + ", \"seed\": 1"));
        ended(api, id);
    }

    @Test
    void aSlowReaderGetsAllOfIt() throws IOException {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(1 << 12);
            socket.connect(new InetSocketAddress("localhost", port));
            socket.getOutputStream().write(("GET /api/v1/jobs/" + id + "/epochs HTTP/1.1\r\nHost: localhost\r\n"
                    + "Accept: text/csv\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream();
            assertThat(answer.read()).isEqualTo('H');

            // The reader reads nothing meanwhile.
            var other = ended(api, submit(api, xor("\"epochs\": 10000000, \"maxSeconds\": 3")));

            assertThat(other.path("stopReason").asString()).isEqualTo("TIME_LIMIT");
            var text = new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(text).contains("\n" + EPOCHS + ",").endsWith("\r\n0\r\n\r\n").doesNotContain("/problems/");
        }
    }

    @Test
    void abortedAnswerHasNoFinalChunk() {
        var damaged =
                ended(api, submit(api, "{\"resumeFrom\": {\"job\": \"%s\"}, \"epochs\": %d}".formatted(id, EPOCHS + 1)))
                        .path("id")
                        .asString();
        database.sql("update epoch_block set data = ? where job_id = ? and level = 0 and first_epoch > ?")
                .params(new byte[] {0}, UUID.fromString(damaged), EPOCHS / 2)
                .update();
        var request = api.request("/jobs/" + damaged + "/epochs").header("Accept", "text/csv").build();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void failureBeforeTheAnswerStartsIsAProblem() {
        var damaged = ended(api, submit(api, xor("\"epochs\": 3"))).path("id").asString();
        database.sql("update epoch_block set data = ? where job_id = ?")
                .params(new byte[] {0}, UUID.fromString(damaged))
                .update();

        var answer = api.send(api.request("/jobs/" + damaged + "/epochs").header("Accept", "text/csv"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/internal");
    }
}
