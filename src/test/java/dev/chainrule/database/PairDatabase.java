package dev.chainrule.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.springframework.mock.env.MockEnvironment;

/** A real H2 file with pairs of rows, in two tables, each pair committed by one transaction. */
record PairDatabase(EmbeddedDatabase settings, MockEnvironment environment) {

    static PairDatabase in(Path folder) throws SQLException {
        var url = "jdbc:h2:file:" + folder.resolve("chainrule").toAbsolutePath()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        var environment = new MockEnvironment()
                .withProperty("spring.datasource.url", url)
                .withProperty("spring.datasource.username", "chainrule")
                .withProperty("spring.datasource.password", "");
        var database = new PairDatabase(EmbeddedDatabase.of(environment).orElseThrow(), environment);
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            statement.execute("create table one (id bigint primary key, name varchar(20), data bytea)");
            statement.execute("create table other (id bigint primary key, name varchar(20), data bytea)");
            statement.execute("create index one_name on one (name)");
        }
        return database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    Path file() {
        return settings.file();
    }

    Backups backups(Clock clock, Duration every, int keep) {
        return new Backups(environment, new DatabaseHealth(environment), new BackupProperties(every, keep), clock);
    }

    /** Inserts the pairs of these ids, a transaction each. */
    static void insert(Connection connection, long from, long to) throws SQLException {
        connection.setAutoCommit(false);
        var data = new byte[200];
        new Random(from).nextBytes(data);
        for (long id = from; id < to; id++) {
            for (var table : new String[] {"one", "other"}) {
                try (var insert = connection.prepareStatement("merge into " + table + " values (?, ?, ?)")) {
                    insert.setLong(1, id);
                    insert.setString(2, "name " + id % 100);
                    insert.setBytes(3, data);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
