package dev.chainrule;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A real PostgreSQL for tests, started once and ended with the JVM; every user gets a separate database in it. */
public final class Postgres {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Pattern DATABASE = Pattern.compile("chainrule_[0-9]+");

    private Postgres() {}

    /** Makes the service under test use a new, empty database. */
    public static void use(DynamicPropertyRegistry properties) {
        var name = newDatabase();
        properties.add("spring.datasource.url", () -> SERVER.getJdbcUrl("postgres", name));
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.datasource.password", () -> "postgres");
    }

    /** A new, empty database, as arguments of services that share it. */
    public static List<String> create() {
        return List.of(
                "--spring.datasource.url=" + SERVER.getJdbcUrl("postgres", newDatabase()),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }

    /** Ends every connection to the database of a service, and refuses new ones. */
    public static void cut(Environment service) {
        execute("alter database " + nameOf(service) + " allow_connections false");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + nameOf(service) + "'");
    }

    /** Allows connections again. */
    public static void restore(Environment service) {
        execute("alter database " + nameOf(service) + " allow_connections true");
    }

    /** A separate connection to the database of a service. */
    public static Connection connect(Environment service) throws SQLException {
        return SERVER.getDatabase("postgres", nameOf(service)).getConnection();
    }

    private static String nameOf(Environment service) {
        var database = DATABASE.matcher(service.getRequiredProperty("spring.datasource.url"));
        if (!database.find()) {
            throw new IllegalArgumentException("no database of " + Postgres.class);
        }
        return database.group();
    }

    private static String newDatabase() {
        var name = "chainrule_" + DATABASES.incrementAndGet();
        execute("create database " + name);
        return name;
    }

    private static void execute(String sql) {
        try (var connection = SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
