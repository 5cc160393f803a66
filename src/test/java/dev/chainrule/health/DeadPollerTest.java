package dev.chainrule.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.health.Vitals.Activity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A queue whose poller dies: its clock throws an error that db-scheduler does not catch. The test owns the ticks. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.poll-every=10ms")
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class DeadPollerTest {
    private static final String POLLER = "Poller of the job queue";

    private final Api api;
    private final Vitals vitals;
    private final DeadlyClock clock;

    DeadPollerTest(Api api, Vitals vitals, DeadlyClock clock) {
        this.api = api;
        this.vitals = vitals;
        this.clock = clock;
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Time {
        @Bean
        @Primary
        DeadlyClock deadlyClock() {
            return new DeadlyClock();
        }
    }

    /** Ends the thread of the job queue's poller, if it is to. */
    static final class DeadlyClock extends Clock {
        private final Clock clock = Clock.systemUTC();
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile boolean deadly;

        @Override
        public Instant instant() {
            if (deadly && Thread.currentThread().getName().equals("job-queue-poller")) {
                // The scheduler catches an error in its look for work, but not in the pause after it.
                asked.countDown();
                throw new AssertionError("no time");
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }

    /** All activities beat meanwhile, except the job queue's poller, which beats only by itself. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            vitals.activities().stream().filter(activity -> !activity.name().equals(POLLER)).forEach(Activity::beat);
            vitals.tick();
        }
    }

    @Test
    void readinessFailsFirstAndThenLiveness(CapturedOutput output) throws InterruptedException {
        assertThat(vitals.activities()).extracting(Activity::name).containsExactlyInAnyOrder(
                POLLER, "Heartbeat of the job queue", "Search for lost replicas of the job queue",
                "Poller of the callback queue", "Heartbeat of the callback queue",
                "Search for lost replicas of the callback queue",
                "Watch over running jobs", "Search for changes of jobs", "Embedded database");
        assertThat(api.health("/readiness").status()).isEqualTo(200);

        clock.deadly = true;
        clock.asked.await();
        pass(31);

        assertThat(api.health("/readiness").status()).isEqualTo(503);
        assertThat(api.health("/readiness").body().path("components").path("readinessActivities").toString())
                .isEqualTo("{\"status\":\"DOWN\"}");
        assertThat(api.health("/liveness").status()).isEqualTo(200);

        pass(90);

        assertThat(api.health("/liveness").status()).isEqualTo(503);
        assertThat(output.getOut()).contains(
                POLLER + " has done nothing for 30 s: the service is not ready",
                POLLER + " has done nothing for 120 s: the service needs a restart");
    }
}
