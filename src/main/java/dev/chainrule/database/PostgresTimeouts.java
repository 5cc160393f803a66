package dev.chainrule.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Limits how long the service waits for PostgreSQL, and PostgreSQL for the service. Without these limits a host or a network that fails
 * silently would block every thread that waits for an answer without end, and every transaction that waits for the locks of a lost replica
 * for hours. Settings in the database's address take precedence.
 */
@Component
class PostgresTimeouts implements BeanPostProcessor {
    private static final String PREFIX = "jdbc:postgresql:";

    /** On the server, of a connection whose host is gone: after 25 s its locks are released. */
    private static final String KEEP_ALIVES =
            " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /** In seconds where no unit is given, as the driver's documentation has them. */
    private static final Map<String, String> SETTINGS = Map.of(
            "connectTimeout",
            "10",
            "socketTimeout",
            "60",
            "tcpKeepAlive",
            "true",
            // On the server: releases the locks of a lost replica, and those of a suspended replica whose host still answers.
            "options",
            "-c lock_timeout=30s -c idle_in_transaction_session_timeout=10s" + KEEP_ALIVES);

    /** What may take long: only a host that is gone is noticed. */
    private static final Map<String, String> SETTINGS_OF_MIGRATIONS =
            Map.of("connectTimeout", "10", "tcpKeepAlive", "true", "options", KEEP_ALIVES.strip());

    static boolean isOfPostgres(@Nullable String url) {
        return url != null && url.startsWith(PREFIX);
    }

    /** The settings of connections that migrate the schema, without those that the address has itself. */
    static Map<String, String> ofMigrations(String url) {
        return without(SETTINGS_OF_MIGRATIONS, url);
    }

    private static Map<String, String> without(Map<String, String> settings, String url) {
        return settings.entrySet().stream().filter(setting -> !url.contains(setting.getKey() + "="))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && isOfPostgres(pool.getJdbcUrl())) {
            without(SETTINGS, pool.getJdbcUrl()).forEach(pool.getDataSourceProperties()::putIfAbsent);
        }
        return bean;
    }
}
