package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that a well-behaved client does not send get a problem, too, and leave no error in the log. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class RawRequestsTest {
    private final int port;

    RawRequestsTest(Environment environment) {
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
    }

    /** The answer to a request after which the connection is closed. */
    private String answer(String firstLine, String rest) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            var request = firstLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            // Tomcat says that it would read a body before it knows whether it will.
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("^HTTP/1.1 100 \r\n\r\n", "");
        }
    }

    /** The answer to bytes that need not be a request; the server closes the connection. */
    private String answerTo(String bytes) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void isProblem(String answer, int status, String slug) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(
                "application/problem+json", "X-Content-Type-Options: nosniff\r\n",
                "Content-Security-Policy: default-src 'self';");
        var problem = problem(answer);
        assertThat(problem.path("type").asString()).as(answer).isEqualTo("/problems/" + slug);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
    }

    private static JsonNode problem(String answer) {
        return JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=%zz", "limit=%", "rate%=1", "cursor=%FF", "cursor=%C3", "=5", "a=1&limit=%u0031"})
    void aQueryThatCannotBeDecodedIsMalformed(String query, CapturedOutput log) throws IOException {
        for (var path : new String[] {"/api/v1/jobs", "/api/v1/datasets", "/api/v1/models/any/versions",
            "/api/v1/jobs/01890000-0000-7000-8000-000000000000/epochs", "/actuator/health", "/actuator/metrics"}) {
            var answer = answer("GET " + path + "?" + query, "\r\n");

            isProblem(answer, 400, "malformed");
            assertThat(problem(answer).path("detail").asString())
                    .startsWith("The query cannot be read: write it in UTF-8, a % itself as %25");
        }
        assertThat(log).doesNotContain("ERROR");
    }

    @Test
    void anUploadWhoseQueryCannotBeDecodedIsMalformed(CapturedOutput log) throws IOException {
        var csv = "POST /api/v1/datasets?target=rate%";
        var parts =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na\n1\n\r\n--b--\r\n";

        isProblem(answer(csv, "Content-Type: text/csv\r\nContent-Length: 4\r\n\r\na\n1\n"), 400, "malformed");
        isProblem(
                answer(csv, "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + parts.length()
                        + "\r\n\r\n" + parts),
                400, "malformed");
        assertThat(log).doesNotContain("ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "*/*"})
    void aBodyOfAnotherTypeIsRefusedBeforeItIsRead(String type) throws IOException {
        var answer = answer(
                "POST /api/v1/models?a=1",
                "Content-Type: " + type + "\r\nContent-Length: 100000000\r\nExpect: 100-continue\r\n\r\n");

        isProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void chunksThatCannotBeReadAreMalformed(CapturedOutput log) throws IOException {
        for (var type : new String[] {"application/json", "text/csv"}) {
            var answer = answer(
                    "POST /api/v1/datasets",
                    "Content-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");

            isProblem(answer, 400, "malformed");
            assertThat(problem(answer).path("detail").asString())
                    .isEqualTo("The body was cut off, or its chunks cannot be read");
        }
        assertThat(log).doesNotContain("ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: json", "Accept: */", "Accept-Charset: klingon", "Accept-Language: ;;q=",
        "Range: bytes=z",
        "If-Modified-Since: never", "If-None-Match: \"", "Origin: http://[", "Content-Type: json", "Cookie: ;;=",
        "Forwarded: ;",
        "Last-Event-ID: x", "Content-Encoding: ;"})
    void malformedHeaderIsAnsweredWith400(String header, CapturedOutput log) throws IOException {
        for (var request : new String[] {"GET /api/v1/jobs", "GET /api/v1/datasets/none", "POST /api/v1/models",
            "GET /problems",
            "POST /api/v1/jobs/01890000-0000-7000-8000-000000000000/cancel", "GET /actuator/info"}) {
            assertThat(answer(request, header + "\r\nContent-Length: 0\r\n\r\n")).startsWith("HTTP/1.1 ")
                    .doesNotStartWith("HTTP/1.1 5");
        }
        assertThat(log).doesNotContain("ERROR");
    }

    @Test
    void traceIsNotAllowed() throws IOException {
        var answer = answer("TRACE /api/v1/models", "\r\n");

        isProblem(answer, 405, "method-not-allowed");
        assertThat(answer).contains("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS\r\n");
        assertThat(problem(answer).path("detail").asString()).isEqualTo("TRACE is not allowed at any address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/none", "/actuator/health/none/none", "/actuator/health/readiness/none",
        "/actuator/health/readiness/none/none", "/actuator/health/db/none", "/actuator/metrics/none", "/actuator/none"})
    void aPartOfActuatorThatDoesNotExistIsNotFound(String path, CapturedOutput log) throws IOException {
        isProblem(answer("GET " + path, "\r\n"), 404, "not-found");
        assertThat(log).doesNotContain("ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/", "/actuator/health/readiness", "/actuator/health/db",
        "/actuator/health/readiness/db"})
    void aPartOfTheHealthThatExistsIsAnswered(String path) throws IOException {
        // 503 if another test of this service has damaged what is stored.
        assertThat(answer("GET " + path, "\r\n")).startsWith("HTTP/1.1 ")
                .contains("Content-Type: application/vnd.spring-boot.actuator.v3+json")
                .contains("\"status\":");
    }

    @Test
    void anAcceptOfActuatorWithoutATypeIsNotAcceptable(CapturedOutput log) throws IOException {
        isProblem(answer("GET /actuator/health/readiness", "Accept: ,\r\n\r\n"), 406, "not-acceptable");
        assertThat(log).doesNotContain("ERROR");
    }

    @Test
    void anAddressThatCannotBeDecodedIsMalformed() throws IOException {
        isProblem(answer("GET /api/v1/models/%zz", "\r\n"), 400, "malformed");
        assertThat(problem(answer("GET /api/v1/models/%zz", "\r\n")).path("detail").asString())
                .isEqualTo("The address has a % that two hexadecimal digits do not follow: write a % itself as %25");
        assertThat(problem(answer("GET /api/v1/models/a%2Fb", "\r\n")).path("detail").asString()).isEqualTo(
                "The address has an encoded slash, backslash or zero (%2F, %5C, %00), which no name here has");
    }

    @ParameterizedTest
    @ValueSource(strings = {" GET /api/v1/models HTTP/1.1", "G@T /api/v1/models HTTP/1.1", "GET /a|b HTTP/1.1",
        "GET /api/v1/models?x={1} HTTP/1.1", "GET /ä HTTP/1.1", "GET / HTTQ/1.1", "\u0016\u0003\u0001\u0002"})
    void aRequestLineThatCannotBeReadIsMalformed(String line, CapturedOutput log) throws IOException {
        var answer = answerTo(line + "\r\nHost: localhost\r\n\r\n");

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString()).startsWith("The request line cannot be read: it must be");
        assertThat(log).doesNotContain("ERROR");
    }

    @Test
    void aRequestLineOf20KilobytesIsMalformed() throws IOException {
        isProblem(answer("GET /" + "a".repeat(20_000), "\r\n"), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Name", "Na me: 1", "Name: a\u0000b", ": 1"})
    void aHeaderThatCannotBeReadIsMalformed(String header) throws IOException {
        var answer = answer("GET /api/v1/models", header + "\r\n\r\n");

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString()).startsWith("The headers cannot be read: each must be");
        assertThat(problem(answer).path("instance").asString()).isEqualTo("/api/v1/models");
    }

    @Test
    void aHostThatIsNoNameIsMalformed() throws IOException {
        isProblem(answerTo("GET / HTTP/1.1\r\nHost: a b[\r\n\r\n"), 400, "malformed");
    }

    @Test
    void headersOf20KilobytesAreMalformed() throws IOException {
        var answer = answer("GET /api/v1/models", "X-Long: " + "a".repeat(20_000) + "\r\n\r\n");

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString()).endsWith("and all of them together may have 8 KB");
    }

    @Test
    void threeHundredHeadersAreMalformed() throws IOException {
        var headers = IntStream.range(0, 300).mapToObj(i -> "X-" + i + ": 1\r\n").collect(Collectors.joining());

        var answer = answer("GET /api/v1/models", headers + "\r\n");

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString())
                .isEqualTo("The request has too many headers: it may have 100");
    }

    @ParameterizedTest
    @CsvSource({"'GET / HTTP/1.1\\r\\n\\r\\n'", "'GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n'",
        "'GET /../../x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'",
        "'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: x\\r\\n\\r\\n'",
        "'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n'"})
    void anInvalidHostLengthOrPathIsMalformed(String request) throws IOException {
        var answer = answerTo(request.translateEscapes());

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString())
                .startsWith("The address or a header is not valid: there must be");
    }

    @ParameterizedTest
    @CsvSource({"Transfer-Encoding: foo, Transfer-Encoding must be chunked",
        "Expect: 200-ok, Expect must be 100-continue"})
    void anUnknownTransferEncodingOrExpectationIsMalformed(String header, String detail) throws IOException {
        var answer = answer("POST /api/v1/models", header + "\r\n\r\n");

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString()).startsWith(detail);
    }

    @Test
    void anotherHttpVersionIsMalformed() throws IOException {
        var answer = answerTo("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n");

        isProblem(answer, 400, "malformed");
        assertThat(problem(answer).path("detail").asString()).isEqualTo("The request must be of HTTP/1.1 or HTTP/1.0");
    }

    @Test
    void connectIsNotAllowed() throws IOException {
        var answer = answer("CONNECT localhost:80", "\r\n");

        isProblem(answer, 405, "method-not-allowed");
        assertThat(problem(answer).path("detail").asString()).isEqualTo("CONNECT is not allowed at any address");
    }

    @Test
    void anUnknownMethodIsNotAllowedAndLeavesNoWarning(CapturedOutput log) throws IOException {
        var answer = answer("PROPFIND /api/v1/models", "\r\n");

        isProblem(answer, 405, "method-not-allowed");
        assertThat(answer).contains("\r\nAllow: ");
        assertThat(log).doesNotContain("PROPFIND");
    }
}
