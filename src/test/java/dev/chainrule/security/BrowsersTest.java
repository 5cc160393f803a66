package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** What pages of other sites can do in a browser on the machine of a service that needs no key. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.allowed-hosts=ML.example.org,other.example.org",
    "chainrule.cors.allowed-origins=https://app.example.org"})
class BrowsersTest {
    private static final String PARTS =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na\n1\n\r\n--b--\r\n";

    private final int port;

    BrowsersTest(Environment environment) {
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
    }

    /** The answer to a request with these header lines, in which PORT is the service's port. */
    private String answer(String request, String headers, String body) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            var text = request + " HTTP/1.1\r\nConnection: close\r\n" + (headers.isEmpty() ? "" : headers + "\r\n")
                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body;
            socket.getOutputStream().write(text.replace("PORT", "" + port).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int status(String request, String... headers) throws IOException {
        return Integer.parseInt(answer(request, String.join("\r\n", headers), "").split(" ", 3)[1]);
    }

    private static String header(String answer, String name) {
        return answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2)).findFirst().orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:PORT", "localhost", "LOCALHOST:1", "localhost.:PORT", "127.0.0.1:PORT",
        "127.0.0.1",
        "[::1]:PORT", "[::1]", "192.168.1.7:8080", "[fe80::1]:80", "ml.example.org", "ml.example.org:443",
        "other.example.org:PORT"})
    void requestToAnAllowedHostIsServed(String host) throws IOException {
        assertThat(status("GET /api/v1/models", "Host: " + host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:PORT", "evil.example", "localhost.evil.example", "xlocalhost", "example.org",
        "sub.ml.example.org", "127.0.0.1.evil.example:PORT", "app", ""})
    void requestToAnotherHostIsMisdirected(String host) throws IOException {
        var answer = answer("GET /api/v1/models", "Host: " + host, "");

        assertThat(answer).startsWith("HTTP/1.1 421 ").contains("\"type\":\"/problems/unknown-host\"",
                "is sent to \\\"" + host.replaceFirst(":.*", "") + "\\\"");
        assertThat(status("DELETE /api/v1/models/none", "Host: " + host)).isEqualTo(421);
        assertThat(status("GET /actuator/health", "Host: " + host)).isEqualTo(200);
    }

    @Test
    void requestWithoutAHostIsServedAsNoBrowserSendsOne() throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write("GET /api/v1/models HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    /** With what a browser sends of the page that sent the request. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|''|true", "same-origin|http://localhost:PORT|true", "same-origin|''|true", "none|''|true",
        "same-origin|https://behind.a.proxy|true", "''|http://localhost:PORT|true", "''|https://localhost:PORT|true",
        "''|HTTP://LOCALHOST:PORT|true", "cross-site|https://app.example.org|true", "''|https://app.example.org|true",
        "cross-site|https://evil.example|false", "same-site|http://localhost:3000|false", "cross-site|''|false",
        "cross-site|http://localhost:PORT|false", "unheard-of|''|false", "''|https://evil.example|false",
        "''|http://localhost:3000|false", "''|http://localhost|false", "''|http://127.0.0.1:PORT|false",
        "''|null|false",
        "''|localhost:PORT|false", "''|file://|false", "''|http://evil.example/localhost:PORT|false",
        "''|https://app.example.org.evil.example|false", "cross-site|http://app.example.org|false"
    })
    void onlyPagesOfTheServiceChangeSomething(String site, String origin, boolean served) throws IOException {
        var headers = "Host: localhost:PORT" + (site.isEmpty() ? "" : "\r\nSec-Fetch-Site: " + site)
                + (origin.isEmpty() ? "" : "\r\nOrigin: " + origin);

        for (var request : List.of("DELETE /api/v1/models/none", "POST /api/v1/jobs/none/cancel",
                "PUT /api/v1/models/none/serving", "POST /api/v1/models/validate", "POST /actuator/backups/none")) {
            var answer = answer(request, headers, "");
            assertThat(answer.startsWith("HTTP/1.1 403 ")).as(answer).isNotEqualTo(served);
        }
        assertThat(status("GET /api/v1/models", headers)).isEqualTo(200);
        assertThat(status("HEAD /api/v1/models", headers)).isEqualTo(200);
    }

    /** A form needs no permission of the service to be sent to it. */
    @Test
    void formOfAnotherSiteUploadsNothing() throws IOException {
        var upload = "POST /api/v1/datasets?name=form";
        var form = "Host: localhost:PORT\r\nContent-Type: multipart/form-data; boundary=b\r\n";

        var refused = answer(upload, form + "Sec-Fetch-Site: cross-site\r\nOrigin: https://evil.example", PARTS);
        assertThat(refused).startsWith("HTTP/1.1 403 ").contains("\"type\":\"/problems/forbidden\"");
        assertThat(status("GET /api/v1/datasets/form", "Host: localhost:PORT")).isEqualTo(404);

        assertThat(answer(upload, form + "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:PORT", PARTS))
                .startsWith("HTTP/1.1 201 ");
    }

    @Test
    void pageOfAnAllowedOriginIsAskedAndAnswered() throws IOException {
        var asked = answer("OPTIONS /api/v1/jobs", """
                Host: localhost:PORT\r
                Origin: https://app.example.org\r
                Access-Control-Request-Method: POST\r
                Access-Control-Request-Headers: authorization,content-type,idempotency-key""", "");

        assertThat(asked).startsWith("HTTP/1.1 200 ");
        assertThat(header(asked, "access-control-allow-origin")).isEqualTo("https://app.example.org");
        assertThat(header(asked, "access-control-allow-methods")).contains("POST");
        assertThat(header(asked, "access-control-allow-credentials")).isEmpty();
        var answered = answer("GET /api/v1/models", "Host: localhost:PORT\r\nOrigin: https://app.example.org", "");
        assertThat(header(answered, "access-control-allow-origin")).isEqualTo("https://app.example.org");
        assertThat(header(answered, "access-control-expose-headers")).contains("ETag", "X-Request-Id");
        assertThat(header(answered, "vary")).isEqualTo("Origin");
        assertThat(header(answer("GET /api/v1/models", "Host: localhost:PORT", ""), "vary")).isEqualTo("Origin");
    }

    /** What a call does not take, the call refuses. */
    @Test
    void pageOfAnAllowedOriginIsAnsweredWithAProblem() throws IOException {
        var page = "Host: localhost:PORT\r\nOrigin: https://app.example.org";

        var asked = answer("OPTIONS /api/v1/jobs", page + "\r\nAccess-Control-Request-Method: PATCH\r\n"
                + "Access-Control-Request-Headers: x-request-id", "");
        var answered = answer("PATCH /api/v1/jobs", page + "\r\nX-Request-Id: of-page", "");

        assertThat(asked).startsWith("HTTP/1.1 200 ");
        assertThat(header(asked, "access-control-allow-headers")).isEqualTo("x-request-id");
        assertThat(answered).startsWith("HTTP/1.1 405 ").contains("\"type\":\"/problems/method-not-allowed\"");
        assertThat(header(answered, "access-control-allow-origin")).isEqualTo("https://app.example.org");
        assertThat(header(answered, "x-request-id")).isEqualTo("of-page");
    }

    @Test
    void pageOfAnotherOriginCannotReadAnAnswerAndNoCacheKeepsItForAllowedOnes() throws IOException {
        var page = "Host: localhost:PORT\r\nOrigin: https://evil.example";

        var answered = answer("GET /api/v1/models", page, "");
        var asked = answer("OPTIONS /api/v1/jobs", page + "\r\nAccess-Control-Request-Method: POST", "");

        assertThat(answered).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("access-control-allow-");
        assertThat(header(answered, "vary")).isEqualTo("Origin");
        assertThat(asked).doesNotContainIgnoringCase("access-control-allow-");
        assertThat(header(asked, "vary")).isEqualTo("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/models", "/api/v1/models/none", "/problems", "/actuator/health"})
    void everyAnswerTellsBrowsersWhatTheyMayDo(String path) throws IOException {
        var answer = answer("GET " + path, "Host: localhost:PORT", "");

        assertThat(header(answer, "content-security-policy")).contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("script-src").doesNotContain("unsafe-eval");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "x-frame-options")).isEqualTo("DENY");
        assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(header(answer, "strict-transport-security")).isEmpty();
        assertThat(answer).doesNotContainIgnoringCase("set-cookie").doesNotContain("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger-ui/", "/swagger-ui/start.js", "/webjars/swagger-ui/swagger-ui.css"})
    void unchangedFileIsAnsweredWithoutABody(String path) throws IOException {
        var file = answer("GET " + path, "Host: localhost:PORT", "");
        var modified = header(file, "last-modified");

        var unchanged = answer("GET " + path, "Host: localhost:PORT\r\nIf-Modified-Since: " + modified, "");

        assertThat(file).startsWith("HTTP/1.1 200 ");
        assertThat(header(file, "cache-control")).doesNotContain("no-store");
        assertThat(header(file, "pragma")).isEmpty();
        assertThat(unchanged).startsWith("HTTP/1.1 304 ").endsWith("\r\n\r\n");
        assertThat(status("GET " + path, "Host: localhost:PORT", "If-Modified-Since: Thu, 01 Jan 1970 00:00:01 GMT"))
                .isEqualTo(200);
    }
}
