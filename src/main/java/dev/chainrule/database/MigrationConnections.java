package dev.chainrule.database;

import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/**
 * The connections by which Flyway migrates PostgreSQL. A statement of a migration may take minutes, and meanwhile the connection that
 * holds Flyway's lock is idle in a transaction: the limits of the service's own connections would end both.
 */
@Component
class MigrationConnections implements FlywayConfigurationCustomizer {
    private final JdbcConnectionDetails details;

    MigrationConnections(JdbcConnectionDetails details) {
        this.details = details;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        var url = details.getJdbcUrl();
        if (!PostgresTimeouts.isOfPostgres(url)) {
            return;
        }
        var source = new DriverManagerDataSource(url);
        var settings = new Properties();
        PostgresTimeouts.ofMigrations(url).forEach(settings::setProperty);
        // Either can be in the address instead.
        Optional.ofNullable(details.getUsername()).ifPresent(user -> settings.setProperty("user", user));
        Optional.ofNullable(details.getPassword()).ifPresent(password -> settings.setProperty("password", password));
        source.setConnectionProperties(settings);
        configuration.dataSource(source);
    }
}
