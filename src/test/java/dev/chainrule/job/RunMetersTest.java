package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.RunningJobs.RunningJob;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Gauges of runs, on a clock of this test. */
class RunMetersTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final Map<Claim, RunningJob> runs = new HashMap<>();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RunMeters meters = new RunMeters(runs, nanoTime::get, registry);

    private double heartbeatAge() {
        return registry.get("chainrule.heartbeat.age").gauge().value();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    @Test
    void withoutRunsHeartbeatsAreNotOld() {
        pass(Duration.ofHours(1));

        assertThat(heartbeatAge()).isZero();
    }

    @Test
    void heartbeatsOfARunAgeUntilTheyAreSent() {
        runs.put(new Claim(UUID.randomUUID(), 1), new RunningJob());

        pass(Duration.ofMillis(2500));
        assertThat(heartbeatAge()).isEqualTo(2.5);
        meters.heartbeatsSent();

        assertThat(heartbeatAge()).isZero();
    }

    @Test
    void aRunThatHasNotBegunHasNoSeries() {
        runs.put(new Claim(UUID.randomUUID(), 1), new RunningJob());

        meters.show();

        assertThat(registry.find("chainrule.job.cost").gauges()).isEmpty();
        assertThat(registry.get("chainrule.training.threads.busy").gauge().value()).isEqualTo(1);
        assertThat(registry.get("chainrule.journal.pending").gauge().value()).isZero();
    }
}
