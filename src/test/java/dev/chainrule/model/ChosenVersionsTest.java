package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.model.VersionChoice.ChosenVersion;
import dev.chainrule.model.VersionReference.Alias;
import dev.chainrule.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** When a choice that was made before is used again. The test owns the clock and the moment of the commit. */
class ChosenVersionsTest {
    private final TestClock clock = new TestClock();
    private final ChosenVersions chosen = new ChosenVersions(clock);
    private final Transactions manager = new Transactions();
    private final TransactionTemplate transactions = new TransactionTemplate(manager);

    /** The version that the database would choose. */
    private int stored = 1;

    private int queries;

    private static final class TestClock extends Clock {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Transactions that commit nothing, and call the test when they do. */
    @SuppressWarnings("serial")
    private static final class Transactions extends AbstractPlatformTransactionManager {
        private Runnable commit = () -> {};

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            commit.run();
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    private ChosenVersion query() {
        queries++;
        return new ChosenVersion(new UUID(0, 1), "model", stored, new UUID(0, stored), new UUID(1, stored), "because");
    }

    private int choose() {
        return chosen.choose("model", Optional.empty(), this::query).version();
    }

    @Test
    void versionThatWasChosenIsChosenAgainWithoutAQuery() {
        assertThat(choose()).isEqualTo(1);
        assertThat(choose()).isEqualTo(1);

        assertThat(queries).isEqualTo(1);
    }

    @Test
    void everyNameAndReferenceHasItsOwnChoice() {
        choose();
        chosen.choose("other", Optional.empty(), this::query);
        chosen.choose("model", Optional.of(new Alias("champion")), this::query);
        chosen.choose("model", Optional.of(new Alias("champion")), this::query);

        assertThat(queries).isEqualTo(3);
    }

    @Test
    void firstRequestAfterACommitSeesTheChange() {
        choose();
        transactions.executeWithoutResult(_ -> chosen.changing());
        stored = 2;

        assertThat(choose()).isEqualTo(2);
    }

    /** A transaction is committed some time before its thread gets to say so. */
    @Test
    void requestBetweenACommitAndItsAnnouncementSeesTheChange() {
        choose();
        manager.commit = () -> {
            stored = 2;
            assertThat(choose()).isEqualTo(2);
            assertThat(choose()).isEqualTo(2);
        };
        transactions.executeWithoutResult(_ -> chosen.changing());

        assertThat(choose()).isEqualTo(2);
    }

    @Test
    void versionThatWasReadBeforeACommitIsNotUsedAfterIt() {
        var read = chosen.choose("model", Optional.empty(), () -> {
            var old = query();
            transactions.executeWithoutResult(_ -> chosen.changing());
            stored = 2;
            return old;
        });

        assertThat(read.version()).isEqualTo(1);
        assertThat(choose()).isEqualTo(2);
    }

    @Test
    void choicesAreUsedAgainAfterATransactionThatFails() {
        choose();
        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
            chosen.changing();
            throw new IllegalStateException("fails");
        })).hasMessage("fails");
        choose();
        choose();

        assertThat(queries).isEqualTo(2);
    }

    @Test
    void whatAnotherReplicaChangesIsSeenAfterASecond() {
        choose();
        stored = 2;
        clock.pass(Duration.ofMillis(499));
        assertThat(choose()).isEqualTo(1);
        clock.pass(Duration.ofMillis(501));

        assertThat(choose()).isEqualTo(2);
    }

    /** The others do not wait for it, and do not all ask when the second is over. */
    @Test
    void oneRequestAsksTheDatabaseAgainAfterHalfASecond() {
        choose();
        clock.pass(Duration.ofMillis(500));
        var renewed = chosen.choose("model", Optional.empty(), () -> {
            assertThat(choose()).as("another request meanwhile").isEqualTo(1);
            stored = 2;
            return query();
        });

        assertThat(renewed.version()).isEqualTo(2);
        assertThat(choose()).isEqualTo(2);
        assertThat(queries).isEqualTo(2);
    }

    @Test
    void clockThatIsSetBackEndsAChoice() {
        choose();
        clock.pass(Duration.ofHours(-1));
        choose();

        assertThat(queries).isEqualTo(2);
    }

    @Test
    void whatIsNotFoundIsAskedForAgain() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> chosen.choose("absent", Optional.empty(), () -> {
                queries++;
                throw ProblemException.conflict("none");
            })).isInstanceOf(ProblemException.class);
        }

        assertThat(queries).isEqualTo(2);
    }
}
