package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a database into which transactions are committed meanwhile. */
class BackupConsistencyTest {
    private static final int WRITERS = 3;
    private static final int ROUNDS = 8;
    private static final int PAIRS = 100;
    private static final long IDS_OF_A_WRITER = 1_000_000;

    @Test
    void backupHoldsWholeTransactionsAndAllThatWereCommittedBefore(@TempDir Path folder) throws Exception {
        var database = PairDatabase.in(folder);
        var committed = new AtomicLongArray(WRITERS);
        var backups = database.backups(Clock.systemUTC(), Duration.ZERO, 2);
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                var writers = IntStream.range(0, WRITERS)
                        .mapToObj(writer -> threads.submit(() -> write(database, writer, committed)))
                        .toList();
                while (IntStream.range(0, WRITERS).mapToLong(committed::get).sum() % (WRITERS * PAIRS) == 0) {
                    Thread.onSpinWait();
                }
                var before = IntStream.range(0, WRITERS).mapToLong(committed::get).toArray();

                var backup = backups.begin().join();

                for (var writer : writers) {
                    writer.get();
                }
                assertHolds(backup, folder.resolve("restored" + round + ".mv.db"), before);
            }
        }
    }

    private static Void write(PairDatabase database, int writer, AtomicLongArray committed) throws SQLException {
        try (var connection = database.connect()) {
            for (int i = 0; i < PAIRS; i++) {
                long id = writer * IDS_OF_A_WRITER + committed.get(writer);
                PairDatabase.insert(connection, id, id + 1);
                committed.incrementAndGet(writer);
            }
        }
        return null;
    }

    private static void assertHolds(Backup backup, Path restored, long[] before) throws Exception {
        BackupFolder.extract(backup.file(), restored);
        try (var connection = DriverManager.getConnection(EmbeddedDatabase.readOnlyUrl(restored), "chainrule", "")) {
            for (var tables : List.of("one left join other", "other left join one")) {
                assertThat(PairDatabase.number(connection, "select count(*) from " + tables
                        + " on one.id = other.id and one.data = other.data where one.id is null or other.id is null"))
                        .as("broken pairs").isZero();
            }
            for (int writer = 0; writer < before.length; writer++) {
                long first = writer * IDS_OF_A_WRITER;
                long last = first + before[writer];
                assertThat(PairDatabase.number(connection,
                        "select count(*) from one where id >= " + first + " and id < " + last))
                        .as("pairs that writer %d had committed", writer).isEqualTo(before[writer]);
            }
        }
    }
}
