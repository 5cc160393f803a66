package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.env.Environment;

/** The type of a problem is the address of a page that explains it. */
@ServiceTest
class ProblemPagesTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String service;

    ProblemPagesTest(Environment environment) {
        this.service = "http://localhost:" + environment.getRequiredProperty("local.server.port");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(service + path)).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeLeadsToItsPage(ProblemType type) throws IOException, InterruptedException {
        var page = get(type.uri());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).contains(
                "<h1>" + type.title() + "</h1>", "Status " + type.status().value(), type.explanation());
    }

    @Test
    void theListLeadsToAllPages() throws IOException, InterruptedException {
        var list = get("/problems").body();

        for (var type : ProblemType.values()) {
            assertThat(list).contains("<a href=\"" + type.uri() + "\">" + type.title() + "</a>");
        }
    }

    @Test
    void anUnknownTypeIsNotFound() throws IOException, InterruptedException {
        var answer = get("/problems/none");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no problem \\\"none\\\"");
    }
}
