package dev.chainrule.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.health.Vitals.Condition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The test owns the ticks. */
@ExtendWith(OutputCaptureExtension.class)
class VitalsTest {
    private final Vitals vitals = new Vitals();

    private void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            vitals.tick();
        }
    }

    @Test
    void withoutActivitiesTheServiceIsReady() {
        tick(1000);

        assertThat(vitals.condition()).isEqualTo(Condition.READY);
    }

    @Test
    void silentActivityEndsReadinessThenLiveness() {
        vitals.begin("Poller", Duration.ofSeconds(5));

        tick(34);
        assertThat(vitals.condition()).isEqualTo(Condition.READY);
        tick(1);
        assertThat(vitals.condition()).isEqualTo(Condition.NOT_READY);
        tick(89);
        assertThat(vitals.condition()).isEqualTo(Condition.NOT_READY);
        tick(1);
        assertThat(vitals.condition()).isEqualTo(Condition.NOT_LIVE);
    }

    @Test
    void everyTransitionIsOneLineThatNamesTheActivity(CapturedOutput output) {
        var poller = vitals.begin("Poller", Duration.ofSeconds(5));

        tick(1000);
        poller.beat();
        tick(2);

        assertThat(output.getOut().lines().filter(line -> line.contains("Poller")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("WARN")
                                .endsWith("Poller has done nothing for 35 s: the service is not ready"),
                        line -> assertThat(line).contains("ERROR")
                                .endsWith("Poller has done nothing for 125 s: the service needs a restart"),
                        line -> assertThat(line).contains("INFO").endsWith("Poller works again"));
    }

    @Test
    void oneActivityThatBeatsDoesNotHideAnotherThatDoesNot() {
        var heartbeat = vitals.begin("Heartbeat", Duration.ZERO);
        vitals.begin("Poller", Duration.ZERO);

        for (int second = 0; second < 30; second++) {
            heartbeat.beat();
            vitals.tick();
        }

        assertThat(vitals.condition()).isEqualTo(Condition.NOT_READY);
    }

    @Test
    void aBeatEndsTheSilence() {
        var poller = vitals.begin("Poller", Duration.ZERO);
        tick(200);

        poller.beat();

        assertThat(vitals.condition()).isEqualTo(Condition.READY);
    }

    @Test
    void endedActivityIsNotReported() {
        vitals.begin("Write-behind", Duration.ZERO).close();

        tick(200);

        assertThat(vitals.condition()).isEqualTo(Condition.READY);
    }
}
