package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.ServiceTest;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.job.history.Figure;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Histories of every length in the database: complete, in few rows, and sampled quickly. */
@ServiceTest
class EpochLevelsTest {
    private final EpochHistory history;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final SessionFactory sessions;

    private final List<UUID> created = new ArrayList<>();

    EpochLevelsTest(
            EpochHistory history, JdbcClient database, TransactionTemplate transaction,
            EntityManagerFactory entities) {
        this.history = history;
        this.database = database;
        this.transaction = transaction;
        this.sessions = entities.unwrap(SessionFactory.class);
    }

    private UUID job() {
        created.add(StoredJobs.failedBeforeItsFirstEpoch(database));
        return created.getLast();
    }

    @AfterEach
    void deleteJobs() {
        created.forEach(job -> StoredJobs.delete(database, job));
    }

    /** An epoch whose every figure follows from its number. */
    private static Epoch epoch(int epoch) {
        var figures = new double[Figure.values().length];
        for (int f = 0; f < figures.length; f++) {
            figures[f] = f == 4 ? 1.0 / (epoch + 1) : f == 0 ? Math.sqrt(epoch) : Double.NaN;
        }
        return new Epoch(epoch, figures);
    }

    private static List<Epoch> epochs(int from, int to) {
        return IntStream.range(from, to).mapToObj(EpochLevelsTest::epoch).toList();
    }

    /** Appends the epochs up to {@code to}, so many at a time. */
    private void append(UUID job, int from, int to, int atOnce) {
        for (int next = from; next < to; next += atOnce) {
            appendAtOnce(job, epochs(next, Math.min(next + atOnce, to)));
        }
    }

    private void appendAtOnce(UUID job, List<Epoch> epochs) {
        transaction.executeWithoutResult(_ -> history.append(job, epochs));
    }

    private void copy(UUID from, UUID to, int lastEpoch) {
        transaction.executeWithoutResult(_ -> history.copy(from, to, lastEpoch));
    }

    private List<Epoch> all(UUID job) {
        var all = new ArrayList<Epoch>();
        history.forEachAfter(job, -1, all::add);
        return all;
    }

    private int rows(UUID job, int level) {
        return database.sql("select count(*) from epoch_block where job_id = ? and level = ?")
                .params(job, level)
                .query(Integer.class)
                .single();
    }

    private long blocksRead(Runnable reader) {
        var statistics = sessions.getStatistics();
        statistics.clear();
        statistics.setStatisticsEnabled(true);
        try {
            reader.run();
            return statistics.getEntityLoadCount();
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }

    @Test
    void aMillionEpochsAreKeptAndSampledFromFewBlocks() {
        var job = job();
        append(job, 0, 1_000_000, 65_536);

        var sampled = new ArrayList<Epoch>();
        long blocksRead = blocksRead(() -> sampled.addAll(history.sample(job, 999_999, 500)));

        assertThat(blocksRead).as("of %d", rows(job, 0)).isLessThanOrEqualTo(32);
        assertThat(sampled).hasSize(500);
        for (int i = 0; i < 499; i++) {
            int point = (int) (i * 999_999L / 499);
            assertThat(sampled.get(i)).isEqualTo(epoch(point - point % 64));
        }
        assertThat(sampled.getLast()).isEqualTo(epoch(999_999));
        assertThat(history.after(job, 700_000, 2)).containsExactly(epoch(700_001), epoch(700_002));
        assertThat(history.lastEpoch(job)).isEqualTo(999_999);
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 1", "1, 2, 1", "5, 6, 1", "5, 3, 1", "1000, 17, 1", "1000, 16, 64", "10000, 3, 4096",
        "20000, 2, 4096",
        "8192, 3, 4096", "8191, 3, 64", "20000, 313, 64", "20000, 314, 1"})
    void aSampleIsEvenToTheStrideThatLiesBetweenItsPoints(int last, int points, int stride) {
        var job = job();
        append(job, 0, last + 1, 3_000);

        var expected = new ArrayList<Integer>();
        for (int i = 0; i < Math.min(points, last + 1); i++) {
            int point = last < points ? i : (int) ((long) i * last / (points - 1));
            expected.add(point == last ? last : point - point % stride);
        }
        assertThat(history.sample(job, last, points)).containsExactlyElementsOf(
                expected.stream().map(EpochLevelsTest::epoch).toList());
    }

    @Test
    void aSampleEndsWithTheEpochThatWasTheLastWhenItWasAskedFor() {
        var job = job();
        append(job, 0, 20_000, 1_000);

        assertThat(history.sample(job, 10_000, 3)).containsExactly(epoch(0), epoch(4096), epoch(10_000));
        assertThat(history.sample(job, 10, 100)).containsExactlyElementsOf(epochs(0, 11));
    }

    @ParameterizedTest
    @CsvSource({"1, 400", "3, 1100", "100, 20000", "700, 20000", "1025, 20000"})
    void epochsAppendedFewAtATimeTakeFewRows(int atOnce, int count) {
        var job = job();

        append(job, 0, count, atOnce);

        assertThat(rows(job, 0)).isLessThanOrEqualTo(count / 128 + 7);
        assertThat(rows(job, 1)).isLessThanOrEqualTo(count / 64 / 128 + 7);
        assertThat(all(job)).isEqualTo(epochs(0, count));
        assertThat(history.after(job, 100, 250)).isEqualTo(epochs(101, 351));
        assertThat(history.sample(job, count - 1, 3)).hasSize(3);
    }

    @Test
    void readerDuringAMergeOfBlocksSeesEveryEpochOnce() {
        var job = job();
        append(job, 0, 63 * 1024, 1024);
        int end = 63 * 1024 + 7;
        append(job, 63 * 1024, end, 1);
        assertThat(rows(job, 0)).as("a reader reads 64 at once").isEqualTo(70);

        var read = new ArrayList<Epoch>();
        history.forEachAfter(job, -1, view -> {
            if (view.number() == 63 * 1024) {
                append(job, end, end + 1, 1);
                assertThat(rows(job, 0)).isEqualTo(64);
            }
            read.add(view);
        });

        assertThat(read).isEqualTo(epochs(0, end + 1));
    }

    @Test
    void readingAPartReadsNoLaterBlock() {
        var job = job();
        append(job, 0, 100 * 1024, 1024);
        var read = new ArrayList<Epoch>();

        long blocksRead = blocksRead(() -> history.forEach(job, 1, 1500, read::add));

        assertThat(read).isEqualTo(epochs(1, 1501));
        assertThat(blocksRead).isEqualTo(2);
    }

    @Test
    void epochsThatDoNotFollowAreRefused() {
        var job = job();
        append(job, 0, 20, 20);

        for (int wrong : List.of(0, 10, 19, 21, 5_000)) {
            assertThatThrownBy(() -> appendAtOnce(job, epochs(wrong, wrong + 5)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must continue at 20, but begin at " + wrong);
        }
        assertThatThrownBy(() -> appendAtOnce(job, List.of(epoch(20), epoch(22))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> appendAtOnce(job(), epochs(1, 2))).isInstanceOf(IllegalStateException.class);
        assertThat(all(job)).isEqualTo(epochs(0, 20));
    }

    @ParameterizedTest
    @CsvSource({"0", "1023", "1024", "5000", "8192", "19999"})
    void epochsCanBeAppendedToACopy(int last) {
        var first = job();
        append(first, 0, 20_000, 900);
        var second = job();

        copy(first, second, last);
        append(second, last + 1, 21_000, 500);

        assertThat(all(second)).isEqualTo(epochs(0, 21_000));
        assertThat(history.sample(second, 20_999, 3)).containsExactly(epoch(0), epoch(8192), epoch(20_999));
        assertThat(history.sample(second, 20_999, 100)).hasSize(100).contains(epoch(192), epoch(20_999));
        assertThat(all(first)).isEqualTo(epochs(0, 20_000));
    }

    @Test
    void copyBeyondTheLastEpochIsRefused() {
        var first = job();
        var second = job();
        assertThat(history.lastEpoch(first)).isEqualTo(-1);
        append(first, 0, 11, 11);

        assertThatThrownBy(() -> copy(first, second, 11)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends with 10");
        assertThat(history.lastEpoch(second)).isEqualTo(-1);
    }
}
