package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** Clients that go before they have their answer. What they ask for would take an hour. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.minimization.max-work=1000000000000000000",
    "chainrule.minimization.time-limit=1h", "chainrule.computation.at-once=1", "chainrule.computation.turn=10ms"})
class ClientConnectionsTest {
    private static final String ENDLESS = """
            {"function": "x^2", "start": {"x": 1}, "learningRate": 1e-15, "precision": 0, "maxSteps": 2147483647}""";

    private final Api api;
    private final MeterRegistry meters;
    private final RawConnections connections;

    ClientConnectionsTest(Api api, MeterRegistry meters, Environment environment) {
        this.api = api;
        this.meters = meters;
        this.connections = new RawConnections(environment);
    }

    @AfterEach
    void closeConnections() throws IOException {
        connections.close();
    }

    private double computations() {
        return meters.get("chainrule.computations").gauge().value();
    }

    private double memory() {
        return meters.get("chainrule.memory.requests").gauge().value();
    }

    private static String endless() {
        return "POST /api/v1/minimizations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + ENDLESS.length() + "\r\n\r\n" + ENDLESS;
    }

    @Test
    void aComputationEndsWhenItsClientGoesAndItsMemoryIsReleased() throws IOException {
        try (var _ = connections.send(endless())) {
            await().until(() -> computations() == 1);
            assertThat(memory()).isPositive();
        }

        await().until(() -> computations() == 0);
        await().until(() -> memory() == 0);
    }

    @Test
    void aComputationThatWaitsForItsTurnEndsWhenItsClientGoes() throws IOException {
        try (var _ = connections.send(endless())) {
            try (var _ = connections.send(endless()); var _ = connections.send(endless())) {
                await().until(() -> computations() == 3);
            }
            await().until(() -> computations() == 1);
        }
        await().until(() -> computations() == 0);
    }

    @Test
    void aShortComputationIsAnsweredWhileLongOnesRun() throws IOException {
        try (var _ = connections.send(endless()); var _ = connections.send(endless())) {
            await().until(() -> computations() == 2);

            var answer = api.post("/minimizations", """
                    {"function": "x^2", "start": {"x": 1}, "learningRate": 0.1}""");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(api.health("/readiness").status()).isEqualTo(200);
        }
        await().until(() -> computations() == 0);
    }

    @Test
    void theNextRequestOnAConnectionIsNotLostWhileTheFirstComputes() throws IOException {
        var next = "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        var first = endless().replace("2147483647", "2000000000").replace("1e-15", "0.4");
        first = first.replaceFirst("Content-Length: \\d+",
                "Content-Length: " + ENDLESS.replace("2147483647", "2000000000")
                        .replace("1e-15", "0.4").length());
        try (var socket = connections.send(first, next);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(in.lines().filter(line -> line.startsWith("HTTP/1.1"))).containsExactly("HTTP/1.1 200 ",
                    "HTTP/1.1 200 ");
        }
    }
}
