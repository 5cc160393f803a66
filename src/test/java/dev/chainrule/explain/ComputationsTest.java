package dev.chainrule.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ComputationsTest {
    @Test
    void aComputationRunsOnAThreadOfTheOperatingSystemAndWhatItThrowsIsThrown() {
        var computations = new Computations("things", 1, Duration.ofSeconds(10));

        assertThat(computations.run(() -> Thread.currentThread().isVirtual())).isFalse();
        assertThatThrownBy(() -> computations.run(() -> {
            throw ProblemException.conflict("no");
        })).isInstanceOf(ProblemException.class).hasMessage("no");
        assertThatThrownBy(() -> computations.run(() -> {
            throw new OutOfMemoryError("none");
        })).isInstanceOf(OutOfMemoryError.class);
        assertThat(computations.run(() -> 3)).as("the place is free again").isEqualTo(3);
    }

    @Test
    void whoFindsNoPlaceInTimeIsToldSo() throws InterruptedException {
        var computations = new Computations("things", 1, Duration.ZERO);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var other = Thread.ofVirtual().start(() -> computations.run(() -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return 1;
        }));
        begun.await();

        assertThatThrownBy(() -> computations.run(() -> 2)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("Too many things");

        end.countDown();
        other.join();
    }
}
