package dev.chainrule;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A real PostgreSQL for tests, started once and ended with the JVM; every user gets a database of its own in it. */
public final class Postgres {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

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

    private static String newDatabase() {
        var name = "chainrule_" + DATABASES.incrementAndGet();
        try (var connection = SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return name;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
