package dev.chainrule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the service under test over HTTP, as any client would. Paths are relative to {@code /api/v1}. Each answer, and each request that
 * succeeds, must be as {@code openapi.yaml} says.
 */
public class Api {
    /** @param body what came back as JSON; a missing node if nothing did */
    public record Answer(int status, JsonNode body, HttpHeaders headers) {
        /** The pointers of a problem, in their order. */
        public List<String> pointers() {
            var pointers = new ArrayList<String>();
            body.path("errors").forEach(error -> pointers.add(error.path("pointer").asString()));
            return pointers;
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Environment environment;
    private final Optional<String> key;

    @Autowired
    public Api(Environment environment) {
        this(environment, Optional.empty());
    }

    private Api(Environment environment, Optional<String> key) {
        this.environment = environment;
        this.key = key;
    }

    /** The same service, called with a key. */
    public Api withKey(String text) {
        return new Api(environment, Optional.of(text));
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** A table as CSV, or a job's events. */
    public String text(String path) {
        var answer = exchange(request(path).header("Accept", "text/csv, text/event-stream").build());
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Posts JSON. */
    public Answer post(String path, String body) {
        return post(path, "application/json", BodyPublishers.ofString(body));
    }

    /** Puts JSON. */
    public Answer put(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    /** @param headers names and values in turn */
    public Answer post(String path, String contentType, BodyPublisher body, String... headers) {
        var request = request(path).header("Content-Type", contentType).POST(body);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Reads a health endpoint of the service. */
    public Answer health(String path) {
        return send(at("/actuator/health" + path));
    }

    public HttpRequest.Builder request(String path) {
        return at("/api/v1" + path);
    }

    /** @param path relative to the service's root */
    public HttpRequest.Builder at(String path) {
        var request = HttpRequest.newBuilder(uri(path));
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port") + path);
    }

    public Answer send(HttpRequest.Builder request) {
        var response = exchange(request.build());
        var body = response.body().length == 0 ? json.missingNode() : json.readTree(response.body());
        return new Answer(response.statusCode(), body, response.headers());
    }

    /** Any answer as its bytes; it must be as the contract says. */
    public HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofByteArray());
            ContractCheck.check(request, response);
            return response;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
