package dev.chainrule.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chainrule.callback.Callbacks.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A callback is one signed POST, and whatever the receiver does, it ends in time and with a reason. */
@Timeout(60)
class CallbackSenderTest {
    private static final byte[] BODY = "{\"id\":\"j-1\",\"state\":\"SUCCEEDED\"}".getBytes(UTF_8);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00.9Z"), ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** Opened when the test is over: what hangs until then would hang forever. */
    private final CountDownLatch over = new CountDownLatch(1);

    private HttpServer receiver;

    private record Received(String method, URI url, Headers headers, String body) {}

    /** Answers a request. */
    @FunctionalInterface
    private interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    /** Talks to a client that has connected. */
    @FunctionalInterface
    private interface Talk {
        void write(OutputStream out) throws IOException;
    }

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(threads);
        receiver.start();
    }

    @AfterEach
    void stopReceiver() {
        over.countDown();
        receiver.stop(0);
        threads.shutdownNow();
    }

    private void on(String path, Answer answer) {
        receiver.createContext(path, exchange -> {
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            answer.write(exchange);
            exchange.close();
        });
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + path);
    }

    private static CallbackSender sender(boolean allowPrivate, Duration timeout, DnsResolver resolver) {
        return new CallbackSender(Callbacks.properties(List.of(Callbacks.SECRET), allowPrivate, timeout), CLOCK,
                "1.2.3",
                resolver);
    }

    private static CallbackSender sender(Duration timeout) {
        return sender(true, timeout, SystemDefaultDnsResolver.INSTANCE);
    }

    private static void send(CallbackSender sender, URI url) {
        sender.send(url, "d-1", BODY);
    }

    private static CallbackFailedException failure(CallbackSender sender, URI url) {
        var failure = catchThrowableOfType(CallbackFailedException.class, () -> send(sender, url));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static CallbackFailedException failure(Duration timeout, URI url) throws IOException {
        try (var sender = sender(timeout)) {
            return failure(sender, url);
        }
    }

    /** A receiver that sends arbitrary bytes, HTTP or not, to every connection. */
    private URI talking(Talk talk) throws IOException {
        var server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        var _ = threads.submit(() -> {
            try (server) {
                while (over.getCount() > 0) {
                    try (var connection = server.accept()) {
                        talk.write(connection.getOutputStream());
                    }
                }
            }
            return null;
        });
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    @Test
    void theReceiverGetsOneSignedPost() throws IOException {
        on("/hook", exchange -> exchange.sendResponseHeaders(204, -1));

        try (var sender = sender(LONG)) {
            send(sender, at("/hook?team=a"));
        }

        assertThat(received).hasSize(1);
        var request = received.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).hasToString("/hook?team=a");
        assertThat(request.body()).isEqualTo(new String(BODY, UTF_8));
        assertThat(request.headers())
                .containsEntry("Content-type", List.of("application/json"))
                .containsEntry("User-agent", List.of("Chainrule/1.2.3"))
                .containsEntry("Webhook-id", List.of("d-1"))
                .containsEntry("Webhook-timestamp", List.of("1767225600"))
                // printf 'd-1.1767225600.{"id":"j-1","state":"SUCCEEDED"}' | openssl dgst -sha256 -mac HMAC -binary
                //     -macopt hexkey:31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0 | base64  (the key is the secret's bytes)
                .containsEntry("Webhook-signature", List.of("v1,vrOKWBTFO+/aQeesPxVrhPqzx0u8y6MRoWadDsQVq0U="))
                .doesNotContainKeys("Accept-encoding", "Cookie", "Authorization", "Upgrade", "Expect");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anyStatusOf200To299IsADelivery(int status) throws IOException {
        on("/", exchange -> exchange.sendResponseHeaders(status, -1));

        try (var sender = sender(LONG)) {
            send(sender, at("/"));
        }

        assertThat(received).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "300, 'answered 300, and redirects are not followed', true",
        "304, 'answered 304, and redirects are not followed', true",
        "400, answered 400, true",
        "401, answered 401, true",
        "404, answered 404, true",
        "407, answered 407, true",
        "408, answered 408, true",
        "410, 'answered 410, which says to send it nothing more', false",
        "429, answered 429, true",
        "500, answered 500, true",
        "503, answered 503, true",
        "599, answered 599, true"
    })
    void anyOtherStatusIsAFailureAfterOneRequestAndOnlyGoneIsForGood(int status, String reason, boolean worthRetry)
            throws IOException {
        on("/", exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(status, -1);
        });

        var failure = failure(LONG, at("/"));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.worthRetry()).isEqualTo(worthRetry);
        assertThat(received).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) throws IOException {
        on("/from", exchange -> {
            exchange.getResponseHeaders().add("Location", at("/to").toString());
            exchange.sendResponseHeaders(status, -1);
        });
        on("/to", exchange -> exchange.sendResponseHeaders(200, -1));

        assertThat(failure(LONG, at("/from")).reason())
                .isEqualTo("answered " + status + ", and redirects are not followed");

        assertThat(received).extracting(request -> request.url().getPath()).containsExactly("/from");
    }

    @Test
    void callbacksShareNoCookies() throws IOException {
        on("/", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=1");
            exchange.sendResponseHeaders(200, -1);
        });

        try (var sender = sender(LONG)) {
            send(sender, at("/"));
            send(sender, at("/"));
        }

        assertThat(received).hasSize(2).noneMatch(request -> request.headers().containsKey("Cookie"));
    }

    @Test
    void endlessAnswerBodyIsNotRead() throws IOException {
        var written = new CompletableFuture<Long>();
        on("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            long count = 0;
            try (var body = exchange.getResponseBody()) {
                for (var piece = new byte[65_536];; count += piece.length) {
                    body.write(piece);
                }
            } catch (IOException closed) {
                written.complete(count);
                throw closed;
            }
        });

        try (var sender = sender(LONG)) {
            send(sender, at("/"));
        }

        // What the buffers of the two sockets hold.
        assertThat(written.join()).isLessThan(64 << 20);
    }

    @Test
    void silentReceiverTimesOut() throws IOException {
        on("/", _ -> awaitEnd());

        var failure = failure(SHORT, at("/"));

        assertThat(failure.reason()).isEqualTo("gave no answer within 200ms");
        assertThat(failure.worthRetry()).isTrue();
    }

    @Test
    void interimResponsesWithoutEndTimeOut() throws IOException {
        var url = talking(out -> {
            while (true) {
                out.write("HTTP/1.1 102 Processing\r\n\r\n".getBytes(UTF_8));
            }
        });

        assertThat(failure(SHORT, url).reason()).isEqualTo("gave no answer within 200ms");
    }

    @Test
    void hangingDnsLookupTimesOut() throws IOException {
        Names hanging = _ -> {
            awaitEnd();
            throw new UnknownHostException();
        };

        try (var sender = sender(true, SHORT, hanging)) {
            assertThat(failure(sender, URI.create("http://receiver.example/")).reason())
                    .isEqualTo("gave no answer within 200ms");
        }
    }

    @Test
    void anAnswerWithoutEndToItsHeadersIsNotHttp() throws IOException {
        var headers = talking(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
            while (true) {
                out.write("Header: value\r\n".getBytes(UTF_8));
            }
        });
        var line = talking(out -> {
            while (true) {
                out.write("HTTP/1.1 200 OK OK OK OK OK OK OK OK OK OK OK OK OK".getBytes(UTF_8));
            }
        });

        assertThat(failure(LONG, headers).reason()).isEqualTo("answered with something that is not HTTP");
        assertThat(failure(LONG, line).reason()).isEqualTo("answered with something that is not HTTP");
    }

    @Test
    void otherProtocolsAreNotHttp() throws IOException {
        var url = talking(out -> out.write("SSH-2.0-OpenSSH_9.9\r\n".repeat(20).getBytes(UTF_8)));

        assertThat(failure(LONG, url).reason()).isIn("answered with something that is not HTTP",
                "broke the connection");
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerIsTriedOnce() throws IOException {
        on("/", _ -> {});

        assertThat(failure(LONG, at("/")).reason()).isEqualTo("closed the connection without an answer");
        assertThat(received).hasSize(1);
    }

    @Test
    void closedPortIsReportedAsRefused() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }

        var failure = failure(LONG, URI.create("http://127.0.0.1:" + port + "/"));

        assertThat(failure.reason()).isEqualTo("refused the connection");
        assertThat(failure.worthRetry()).isTrue();
    }

    @Test
    void portThatAcceptsNoConnectionTimesOut() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var waiting = connectUntilFull(server);

            var failure = failure(Duration.ofSeconds(2), URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"));

            assertThat(failure.reason()).isEqualTo("did not take the connection in time");
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    private static List<Socket> connectUntilFull(ServerSocket server) throws IOException {
        var connected = new ArrayList<Socket>();
        while (true) {
            var socket = new Socket();
            connected.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException full) {
                return connected;
            }
        }
    }

    @Test
    void receiverWithoutTlsFailsTheHandshake() throws IOException {
        var url = talking(out -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8)));

        assertThat(failure(LONG, URI.create(url.toString().replace("http:", "https:"))).reason())
                .startsWith("failed in the TLS handshake");
    }

    @Test
    void hangingTlsHandshakeTimesOut() throws IOException {
        var url = talking(_ -> awaitEnd());

        assertThat(failure(SHORT, URI.create(url.toString().replace("http:", "https:"))).reason())
                .isEqualTo("gave no answer within 200ms");
    }

    @Test
    void unknownHostIsReported() throws IOException {
        Names none = host -> {
            throw new UnknownHostException(host);
        };

        try (var sender = sender(false, LONG, none)) {
            assertThat(failure(sender, URI.create("http://receiver.example/")).reason())
                    .isEqualTo("has a host name that cannot be resolved");
        }
    }

    @Test
    void aNameThatResolvesToAPrivateAddressIsNotCalled() throws IOException {
        on("/", exchange -> exchange.sendResponseHeaders(200, -1));
        Names loopback = _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")};
        var url = URI.create("http://receiver.example:" + receiver.getAddress().getPort() + "/");

        try (var strict = sender(false, LONG, loopback);
                var allowing = sender(true, LONG, loopback)) {
            var failure = failure(strict, url);
            assertThat(failure.reason()).isEqualTo("resolves to a private address");
            assertThat(failure.worthRetry()).isTrue();
            assertThat(received).isEmpty();

            send(allowing, url);
            assertThat(received).hasSize(1);
            assertThat(received.getFirst().headers().getFirst("Host")).isEqualTo(url.getAuthority());
        }
    }

    @Test
    void aPrivateAddressItselfIsNotCalledEither() throws IOException {
        on("/", exchange -> exchange.sendResponseHeaders(200, -1));

        try (var strict = sender(false, LONG, SystemDefaultDnsResolver.INSTANCE)) {
            assertThat(failure(strict, at("/")).reason()).isEqualTo("resolves to a private address");
            assertThat(failure(strict, URI.create("http://[::1]:" + receiver.getAddress().getPort())).reason())
                    .isEqualTo("resolves to a private address");
        }

        assertThat(received).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsSent() throws IOException {
        on("/", exchange -> exchange.sendResponseHeaders(200, -1));

        try (var sender = new CallbackSender(
                Callbacks.properties(List.of(), true, LONG), CLOCK, "1.2.3", SystemDefaultDnsResolver.INSTANCE)) {
            assertThat(failure(sender, at("/")).reason())
                    .isEqualTo("was not called: chainrule.callback.secret is no longer set");
        }

        assertThat(received).isEmpty();
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws IOException {
        on("/", _ -> awaitEnd());

        try (var sender = sender(LONG)) {
            Thread.currentThread().interrupt();
            var failure = failure(sender, at("/"));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.reason()).isEqualTo("was not waited for: the service stopped");
            assertThat(failure.worthRetry()).isTrue();
        }
    }

    @Test
    void closeCancelsCallbacksUnderWayAndRefusesNewOnes() throws IOException {
        var asked = new CompletableFuture<Void>();
        on("/", _ -> {
            asked.complete(null);
            awaitEnd();
        });
        var sender = sender(LONG);
        var underWay = threads.submit(() -> failure(sender, at("/")));
        asked.join();

        sender.close();

        assertThat(underWay).succeedsWithin(Duration.ofSeconds(10))
                .returns(true, CallbackFailedException::worthRetry);
        assertThat(failure(sender, at("/")).reason()).isEqualTo("was not called: the service stopped");
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
