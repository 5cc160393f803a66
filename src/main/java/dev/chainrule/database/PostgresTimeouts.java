package dev.chainrule.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
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
            "-c lock_timeout=30s -c idle_in_transaction_session_timeout=10s"
                    + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3");

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null
                && pool.getJdbcUrl().startsWith(PREFIX)) {
            SETTINGS.forEach((setting, value) -> {
                if (!pool.getJdbcUrl().contains(setting + "=")) {
                    pool.getDataSourceProperties().putIfAbsent(setting, value);
                }
            });
        }
        return bean;
    }
}
