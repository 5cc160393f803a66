package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On an embedded PostgreSQL. */
@ServiceTest
class PostgresTest extends EndToEndTest {
    private final Api api;
    private final URI backups;

    PostgresTest(Api api, Environment environment) {
        super(api);
        this.api = api;
        this.backups = URI.create(
                "http://localhost:" + environment.getRequiredProperty("local.server.port") + "/actuator/backups");
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }

    @Test
    void backupsAreLeftToPgDump() {
        var request = HttpRequest.newBuilder(backups);
        for (var answer : List.of(api.send(request.POST(BodyPublishers.noBody())), api.send(request.GET()))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().path("detail").asString()).contains("Back PostgreSQL up with pg_dump");
        }
    }
}
