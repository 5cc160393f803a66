package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.health.Vitals;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.MetaDataAccessException;

class EmbeddedDatabaseWatchTest {
    @TempDir
    private Path folder;

    private final Vitals vitals = new Vitals();

    private DataSource database() {
        return new DriverManagerDataSource("jdbc:h2:file:" + folder.resolve("test"));
    }

    private EmbeddedDatabaseWatch watch(DataSource dataSource) throws MetaDataAccessException {
        return new EmbeddedDatabaseWatch(dataSource, new DatabaseProduct(database()), vitals);
    }

    @Test
    void aDatabaseThatOpensIsOpen() throws Exception {
        assertThat(watch(database()).isOpen()).isTrue();
    }

    @Test
    void fileLockedByThisProcessIsNotOpen() throws Exception {
        var watch = watch(database());
        try (var file = FileChannel.open(folder.resolve("test.mv.db"), StandardOpenOption.WRITE);
                var _ = file.lock()) {
            assertThat(watch.isOpen()).isFalse();
        }
        assertThat(watch.isOpen()).as("once it is released").isTrue();
    }

    /** As H2 and a connection pool report it. */
    private DataSource failing(SQLException failure) {
        return new DelegatingDataSource(database()) {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("Connection is not available, request timed out after 30000ms", failure);
            }
        };
    }

    @Test
    void aStoreThatStaysClosedIsNotOpen() throws Exception {
        assertThat(watch(failing(new SQLException("The database has been closed", "90098", 90098))).isOpen()).isFalse();
        assertThat(watch(failing(new SQLException("General error: \"This store is closed\"", "HY000", 50000))).isOpen())
                .isFalse();
    }

    @Test
    void fullDiskCountsAsOpenBecauseARestartWouldNotHelp() throws Exception {
        var full = new SQLException("IO Exception", "90031", 90031, new IOException("No space left on device"));

        assertThat(watch(failing(full)).isOpen()).isTrue();
    }
}
