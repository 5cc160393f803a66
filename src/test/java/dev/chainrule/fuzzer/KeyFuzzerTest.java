package dev.chainrule.fuzzer;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/**
 * As {@link FuzzerTest}, of a service that others reach behind a proxy: each request has a key of some role, a wrong one or none, and a host
 * name. No call is served without its role.
 */
@ServiceTest
// Small limits: what is expensive is refused, so that every answer can be given in time.
@TestPropertySource(properties = {"chainrule.job.max-epochs=50", "chainrule.sweep.max-jobs=20",
    "chainrule.cost-surface.max-work=50000000", "chainrule.cost-surface.max-path-work=50000000",
    "chainrule.minimization.max-work=2000000", "chainrule.minimization.time-limit=1s",
    "chainrule.dataset.max-rows=5000",
    "chainrule.job.max-live=100000", "server.forward-headers-strategy=native",
    "chainrule.admin-key=" + KeyFuzzerTest.ADMIN_KEY})
class KeyFuzzerTest {
    static final String ADMIN_KEY = "an-admin-key-of-many-characters";

    /** Of {@link FuzzerTest}'s. */
    private static final int SHARE = 4;

    private final Fuzzer fuzzer;

    KeyFuzzerTest(Environment environment, JdbcTemplate database, Api api) {
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        var host = new Call.Header("Host", "ml.example.org");
        var client = new RawClient(port, List.of(host, new Call.Header("Authorization", "Bearer " + ADMIN_KEY)));
        var keys = List.of(key(api, "reader"), key(api, "trainer"), ADMIN_KEY);
        fuzzer = new Fuzzer(FuzzSettings.ofSystemProperties().share(SHARE), client,
                Senders.elsewhere(new RawClient(port, List.of(host)), keys), database);
    }

    private static String key(Api api, String role) {
        var made = api.withKey(ADMIN_KEY).post("/keys",
                "{\"name\": \"%1$s-of-fuzzer\", \"role\": \"%1$s\"}".formatted(role));
        return made.body().path("key").asString();
    }

    @Test
    void everyAnswerIsWithinTheContractAndNoCallIsServedWithoutItsRole() throws IOException {
        fuzzer.run();
    }
}
