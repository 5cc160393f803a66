package dev.chainrule.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.request.Submissions.Earlier;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

class SubmissionsTest {
    private static final Optional<String> KEY = Optional.of("key");

    private final Submissions submissions = new Submissions(TransactionOperations.withoutTransaction());

    private static Optional<Earlier<String>> nothing(String key) {
        assertThat(key).isEqualTo("key");
        return Optional.empty();
    }

    /** Fails in these ways, one after the other, and is done at last. */
    private static Supplier<String> failing(RuntimeException... failures) {
        var left = new ArrayDeque<>(List.of(failures));
        return () -> {
            if (!left.isEmpty()) {
                throw left.remove();
            }
            return "made";
        };
    }

    @Test
    void requestThatCollidesWithAnotherIsRetried() {
        var met = failing(new CannotAcquireLockException("deadlock"), new DataIntegrityViolationException("name"));

        assertThat(submissions.once(KEY, "a", SubmissionsTest::nothing, met)).isEqualTo("made");
    }

    @Test
    void requestThatCollidesEveryTimeIsRefused() {
        var met = failing(
                new CannotAcquireLockException("first"),
                new CannotAcquireLockException("second"),
                new CannotAcquireLockException("third"));

        assertThatThrownBy(() -> submissions.once(Optional.empty(), "a", SubmissionsTest::nothing, met))
                .isInstanceOfSatisfying(
                        ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT));
    }

    @Test
    void keyWithAnotherRequestIsAConflict() {
        Function<String, Optional<Earlier<String>>> earlier = _ -> Optional.of(new Earlier<>("a", () -> "made before"));

        assertThat(submissions.once(KEY, "a", earlier, failing())).isEqualTo("made before");
        assertThat(submissions.once(Optional.empty(), "a", earlier, failing())).isEqualTo("made");
        assertThatThrownBy(() -> submissions.once(KEY, "b", earlier, failing()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("another key");
    }
}
