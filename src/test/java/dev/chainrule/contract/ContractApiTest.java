package dev.chainrule.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract and the page that shows it. */
@ServiceTest
class ContractApiTest {
    private final Api api;

    ContractApiTest(Api api) {
        this.api = api;
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        var request = api.at(path);
        return api.exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void yamlAndJsonAreTheSameContract() {
        var yaml = get("/openapi.yaml");
        var json = api.send(api.at("/v3/api-docs")).body();

        assertThat(header(yaml, "Content-Type")).isEqualTo("application/yaml");
        assertThat(text(yaml)).startsWith("openapi: 3.1.0\n");
        assertThat(json.path("openapi").asString()).isEqualTo("3.1.0");
        var paths = text(yaml).lines().filter(line -> line.matches("  /\\S+:")).map(String::strip).toList();
        assertThat(json.path("paths").propertyNames().stream().map(path -> path + ":"))
                .containsExactlyElementsOf(paths);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.yaml", "/v3/api-docs"})
    void aRequestWithTheEtagIsAnsweredWithoutABody(String path) {
        var first = get(path);

        var second = get(path, "If-None-Match", header(first, "ETag"));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void theAddressWithoutASlashLeadsToThePage() {
        var redirect = get("/swagger-ui");

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(header(redirect, "Location")).endsWith("/swagger-ui/");
    }

    @Test
    void thePageHasNoInlineScriptAndAllItsFilesAreServed() {
        var page = text(get("/swagger-ui/"));

        assertThat(page).contains("<script src=\"start.js\"></script>").doesNotContain("<style", " style=", "<script>");
        var files = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page).results().map(found -> found.group(1));
        assertThat(files).hasSize(4).allSatisfy(file -> {
            var path = file.startsWith("../") ? file.substring(2) : "/swagger-ui/" + file;
            assertThat(api.send(api.at(path).method("HEAD", BodyPublishers.noBody())).status())
                    .as(path)
                    .isEqualTo(200);
        });
    }
}
