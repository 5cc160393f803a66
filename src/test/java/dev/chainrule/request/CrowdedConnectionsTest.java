package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.test.context.TestPropertySource;

/** A service that has room for 20 connections, and waits one second for a client that sends nothing during a request. */
@ServiceTest
@TestPropertySource(properties = {"server.tomcat.max-connections=20", "server.tomcat.keep-alive-timeout=1h",
    "server.tomcat.connection-timeout=1s", "logging.level.dev.chainrule.request=debug",
    "logging.level.org.apache.coyote=debug"})
class CrowdedConnectionsTest {
    private static final int MANY = 50;
    private static final String LIVENESS = "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private final Api api;
    private final MeterRegistry meters;
    private final WebServerApplicationContext context;
    private final RawConnections connections;

    CrowdedConnectionsTest(Api api, MeterRegistry meters, WebServerApplicationContext context) {
        this.api = api;
        this.meters = meters;
        this.context = context;
        this.connections = new RawConnections(context.getEnvironment());
    }

    /** The service counts a connection until it has noticed that it is closed, and the next test must find room. */
    @AfterEach
    void closeConnections() throws IOException {
        connections.close();
        await().until(() -> openConnections() < 5);
    }

    private long openConnections() {
        var connector = ((TomcatWebServer) context.getWebServer()).getTomcat().getConnector();
        return ((AbstractProtocol<?>) connector.getProtocolHandler()).getConnectionCount();
    }

    /** The line with the status, then the other lines of the head. */
    private static List<String> head(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1);
        var lines = new ArrayList<String>();
        for (String line; (line = in.readLine()) != null && !line.isEmpty();) {
            lines.add(line);
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /api/v1/jobs HTT"})
    void idleNewConnectionIsClosedWhenConnectionsRunOut(String start) throws IOException {
        for (int i = 0; i < MANY; i++) {
            connections.send(start);
        }

        assertThat(head(connections.send(LIVENESS))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void connectionThatIsAsNewAsIdleOnesIsServed() throws IOException {
        for (int burst = 0; burst < MANY; burst++) {
            for (int i = 0; i < MANY; i++) {
                connections.send("");
            }
            assertThat(head(connections.send(LIVENESS))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void idleKeepAliveConnectionIsClosedWhenConnectionsRunOut() throws IOException {
        for (int i = 0; i < MANY; i++) {
            assertThat(head(connections.send(LIVENESS))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void longPollSurvivesManyIdleConnections() throws IOException {
        var job = api.post("/jobs", """
                {"model": {"layers": [{"units": 1, "activation": "sigmoid"}], "loss": "binary_cross_entropy"},
                 "dataset": {"features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 10000000}""");
        var path = "/jobs/" + job.body().path("id").asString();
        api.post(path + "/pause", "");
        await().until(() -> api.get(path).body().path("state").asString().equals("PAUSED"));

        var poll = connections.send("GET /api/v1" + path + "?wait=60 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> meters.get("chainrule.memory.requests").gauge().value() > 0);
        for (int i = 0; i < MANY; i++) {
            connections.send("");
        }
        assertThat(head(connections.send(LIVENESS))).startsWith("HTTP/1.1 200 ");
        api.post(path + "/cancel", "");

        assertThat(head(poll)).startsWith("HTTP/1.1 200 ");
    }

    private static String refused(int length) {
        return LIVENESS.replace("GET /actuator/health/liveness", "POST /api/v1/nothing")
                .replace("\r\n\r\n", "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n");
    }

    @Test
    void refusedBodyThatStillArrivesIsReadAfterTheAnswerAndTheConnectionStaysOpen() throws IOException {
        var socket = connections.send(refused(1_000_000));

        assertThat(head(socket)).startsWith("HTTP/1.1 404 ").doesNotContain("Connection: close");

        socket.getOutputStream().write(new byte[1_000_000]);
        socket.getOutputStream().write(LIVENESS.getBytes(StandardCharsets.US_ASCII));
        var rest = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(rest.lines().anyMatch("HTTP/1.1 200 "::equals)).isTrue();
    }

    @Test
    void aLongRefusedBodyIsReadBeforeTheConnectionIsClosed() throws IOException {
        var socket = connections.send(refused(50_000_000));

        assertThat(head(socket)).startsWith("HTTP/1.1 404 ").contains("Connection: close");

        assertThatCode(() -> socket.getOutputStream().write(new byte[50_000_000])).doesNotThrowAnyException();
    }

    @Test
    void refusedBodyThatStopsArrivingReleasesItsConnection() throws IOException {
        var socket = connections.send(LIVENESS.replace("/actuator/health/liveness", "/api/v1/jobs")
                .replace("\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"));
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        assertThat(in.lines()).contains("HTTP/1.1 200 ");
    }

    @Test
    void multipartBodyIsRefusedUnreadWhereJsonIsExpected() throws IOException {
        var parts = "\r\nContent-Type: Multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n";
        var socket = connections
                .send(LIVENESS.replace("/actuator/health/liveness", "/api/v1/jobs").replace("\r\n\r\n", parts));

        assertThat(head(socket)).startsWith("HTTP/1.1 415 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/csv", "multipart/form-data; boundary=x"})
    void bodyThatStopsArrivingIsAnsweredWith408(String mediaType) throws IOException {
        var path = mediaType.equals("application/json") ? "/datasets" : "/datasets?name=half&target=y";
        var socket = connections.send("POST /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + mediaType
                + "\r\nContent-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n");

        assertThat(head(socket)).startsWith("HTTP/1.1 408 ").contains("Content-Type: application/problem+json");
    }
}
