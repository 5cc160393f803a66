package dev.chainrule.explain.descent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Minimisations that reach their time limit. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.minimization.max-work=1000000000000",
    "chainrule.minimization.time-limit=1s", "chainrule.computation.at-once=1", "chainrule.computation.patience=500ms",
    "chainrule.computation.turn=1h"})
class MinimizationLimitsTest {
    private static final String ENDLESS = """
            {"function": "x^2", "start": {"x": 1}, "learningRate": 1e-15, "precision": 0, "maxSteps": 2147483647}""";

    private final Api api;

    MinimizationLimitsTest(Api api) {
        this.api = api;
    }

    @Test
    void minimizationBeyondItsTimeLimitAnswersWithThePathSoFar() {
        var answer = api.post("/minimizations", ENDLESS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("stopReason").asString()).isEqualTo("TIME_LIMIT");
        assertThat(answer.body().path("steps").asInt()).isBetween(999, Integer.MAX_VALUE - 1);
        assertThat(answer.body().path("path")).hasSize(1000);
    }

    @Test
    void aRequestThatHasNoTurnInTimeGets503() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 4)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> api.post("/minimizations", ENDLESS), callers))
                    .toList().stream().map(CompletableFuture::join).toList();

            // One computes for a second, and possibly one of the others after it.
            assertThat(answers).anyMatch(answer -> answer.status() == 200);
            assertThat(answers).filteredOn(answer -> answer.status() != 200).hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).isEqualTo(503);
                        assertThat(answer.header("Retry-After")).isEqualTo("1");
                    });
        }
    }
}
