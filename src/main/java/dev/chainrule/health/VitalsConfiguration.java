package dev.chainrule.health;

import dev.chainrule.health.Vitals.Condition;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service's activities in the health groups {@code readiness} and {@code liveness}. */
@Configuration(proxyBeanMethods = false)
class VitalsConfiguration {
    @Bean
    HealthIndicator readinessActivities(Vitals vitals, Watchdog watchdog) {
        return () -> health(vitals.condition() == Condition.READY && !watchdog.isLost());
    }

    @Bean
    HealthIndicator livenessActivities(Vitals vitals, Watchdog watchdog) {
        return () -> health(vitals.condition() != Condition.NOT_LIVE && !watchdog.isLost());
    }

    private static Health health(boolean up) {
        return (up ? Health.up() : Health.down()).build();
    }
}
