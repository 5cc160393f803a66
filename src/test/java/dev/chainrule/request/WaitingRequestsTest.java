package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** Requests and jobs may take 4 MB, and those that wait a quarter of it: 8 wait, each with 128 KiB. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.memory.budget=4MB", "chainrule.memory.patience=50ms"})
class WaitingRequestsTest {
    private static final int MOST = 8;

    private final Api api;
    private final MeterRegistry meters;
    private final RawConnections connections;

    WaitingRequestsTest(Api api, MeterRegistry meters, Environment environment) {
        this.api = api;
        this.meters = meters;
        this.connections = new RawConnections(environment);
    }

    @AfterEach
    void closeConnections() throws IOException {
        connections.close();
    }

    private double reserved() {
        return meters.get("chainrule.memory.requests").gauge().value();
    }

    /** Requests whose bodies never come. */
    private void sendHalfBodies(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            sendHalfBody();
        }
    }

    private Socket sendHalfBody() throws IOException {
        return connections.send("POST /api/v1/models HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
    }

    /** The line with the status, and the other lines of the head. */
    private static List<String> head(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return in.lines().takeWhile(line -> !line.isEmpty()).toList();
    }

    @Test
    void bodiesThatDoNotComeTakeNoMoreThanTheirShareAndOthersAreAnswered() throws IOException {
        sendHalfBodies(MOST);
        await().until(() -> reserved() == MOST * (128 << 10));
        var refused = sendHalfBody();

        var whole = api.post("/models", "{\"layers\": [{\"units\": 1}], \"loss\": \"huber\"}");
        var read = api.get("/models");

        assertThat(head(refused)).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
        assertThat(whole.status()).as("a short body").isEqualTo(201);
        assertThat(read.status()).as("a request that does not wait: %s", read.body()).isEqualTo(200);
        var health = api.health("/readiness");
        assertThat(health.status()).as("health: %s", health.body()).isEqualTo(200);
    }
}
