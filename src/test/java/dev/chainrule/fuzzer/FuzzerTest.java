package dev.chainrule.fuzzer;

import dev.chainrule.ServiceTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/**
 * Requests that are made from the contract and changed at random are answered within the contract: no 5xx (not even 503), documented
 * statuses, types and bodies, problems without internals, and nothing is stored by what is refused. Each answer comes within 20 s, because
 * the machine of a build may be busy; a larger run demands the promised 2 s:
 *
 * <pre>mvn -q test -Dtest=FuzzerTest -Dfuzzer.requests=100000 -Dfuzzer.seed=7 -Dfuzzer.answerSeconds=2</pre>
 *
 * <p>A failure names the number of its request: {@code -Dfuzzer.only=<number>} with the same seed sends that one alone.
 */
@ServiceTest
// Small limits: what is expensive is refused, so that every answer can be given in time.
@TestPropertySource(properties = {"chainrule.job.max-epochs=50", "chainrule.sweep.max-jobs=20",
    "chainrule.cost-surface.max-work=50000000", "chainrule.cost-surface.max-path-work=50000000",
    "chainrule.minimization.max-work=2000000", "chainrule.minimization.time-limit=1s",
    "chainrule.dataset.max-rows=5000",
    "chainrule.job.max-live=100000"})
class FuzzerTest {
    private final Fuzzer fuzzer;

    FuzzerTest(Environment environment, JdbcTemplate database) {
        var client = new RawClient(environment.getRequiredProperty("local.server.port", Integer.class), List.of());
        fuzzer = new Fuzzer(FuzzSettings.ofSystemProperties(), client, Senders.onThisMachine(client), database);
    }

    @Test
    void everyAnswerIsWithinTheContract() throws IOException {
        fuzzer.run();
    }
}
