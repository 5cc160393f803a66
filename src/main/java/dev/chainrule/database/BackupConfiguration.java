package dev.chainrule.database;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Backups are made where the service's database is an H2 file; PostgreSQL has backups of its own. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    /** Not a condition: in the image, conditions are decided when it is built, and the address of the database when it starts. */
    @Bean
    static @Nullable Backups backups(
            Environment settings, DatabaseHealth health, BackupProperties properties, Clock clock) {
        return EmbeddedDatabase.of(settings).isPresent() ? new Backups(settings, health, properties, clock) : null;
    }
}
