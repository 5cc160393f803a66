package dev.chainrule.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Whether the embedded database's file has been found damaged while the service runs. It stays so until the next start: what can still
 * be read proves nothing about the rest.
 */
@Component("embeddedDatabase")
class DatabaseHealth implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);

    private final Environment settings;
    private volatile @Nullable String damage;

    DatabaseHealth(Environment settings) {
        this.settings = settings;
    }

    /** Notes damage, and logs the first. Called with every error of a connection. */
    void examine(SQLException failure) {
        if (damage == null && Damage.isCauseOf(failure)) {
            EmbeddedDatabase.of(settings).ifPresent(database -> {
                var text = Damage.description(database, failure);
                damage = text;
                log.error("{}. This service is not ready any more: stop it. {}", text, Damage.remedy(database));
            });
        }
    }

    boolean isDamaged() {
        return damage != null;
    }

    @Override
    public Health health() {
        var found = damage;
        return found == null ? Health.up().build() : Health.down().withDetail("damage", found).build();
    }
}
