package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the start finds of damage, and that it changes nothing. */
class StartCheckTest {
    @TempDir
    private Path folder;

    private PairDatabase database;

    @BeforeEach
    void create() throws SQLException {
        database = PairDatabase.in(folder);
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            PairDatabase.insert(connection, 0, 2000);
            statement.execute("shutdown compact");
        }
    }

    private HikariDataSource pool() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(database.settings().url());
        pool.setUsername(database.settings().user());
        pool.setPassword(database.settings().password());
        return pool;
    }

    private void check() {
        var check = new StartCheck(() -> new DatabaseHealth(database.environment()));
        try (var pool = pool()) {
            check.postProcessBeforeInitialization(pool, "dataSource");
        }
    }

    private void assertRefusedAndUnchanged() throws Exception {
        var before = Files.readAllBytes(database.file());
        assertThatThrownBy(this::check).isInstanceOf(DamagedDatabaseException.class);
        assertThat(Files.readAllBytes(database.file())).isEqualTo(before);
    }

    @Test
    void wholeFileIsAccepted() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void overwrittenHeaderIsFound() throws Exception {
        Damages.overwrite(database.file(), 0, 8192);

        assertRefusedAndUnchanged();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.9})
    void overwrittenTenthIsFound(double place) throws Exception {
        long bytes = Files.size(database.file());
        Damages.overwrite(database.file(), (long) (place * bytes), (int) (bytes / 10));

        assertRefusedAndUnchanged();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.25, 0.5, 0.75, 0.99})
    void truncatedFileIsFoundWhereH2OpensAnEmptyDatabase(double place) throws Exception {
        Damages.truncate(database.file(), (long) (place * Files.size(database.file())));

        assertRefusedAndUnchanged();
    }

    @Test
    void emptyFileBesideABackupIsFoundWhereH2OpensAnEmptyDatabase() throws Exception {
        var backups = Files.createDirectories(database.settings().backups().path());
        Files.createFile(backups.resolve("chainrule-20261129T200000.123Z.zip"));
        Files.write(database.file(), new byte[0]);

        assertRefusedAndUnchanged();
    }

    @Test
    void fileThatAServiceHasOpenedIsLeftToThePool() throws Exception {
        try (var connection = database.connect()) {
            assertThat(connection.isValid(1)).isTrue();
            assertThatCode(this::check).doesNotThrowAnyException();
        }
    }

    @Test
    void damageThatIsReadWhileTheServiceRunsIsNoted() throws Exception {
        var health = new DatabaseHealth(database.environment());
        try (var pool = pool()) {
            pool.setJdbcUrl(database.settings().url() + ";CACHE_SIZE=0");
            new StartCheck(() -> health).postProcessBeforeInitialization(pool, "dataSource");
            try (var connection = pool.getConnection(); var statement = connection.createStatement()) {
                Damages.overwrite(database.file(), 8192, (int) Files.size(database.file()) - 8192);

                assertThatThrownBy(() -> statement.executeQuery("select sum(length(data)) from one"))
                        .isInstanceOf(SQLException.class);
            }
        }
        assertThat(health.isDamaged()).isTrue();
        assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");
    }
}
