package dev.chainrule.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chainrule.model.VersionChoice.ChosenVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The versions that were chosen lately, so that a request that asks again needs no query.
 *
 * <p>A choice is kept until any transaction of this process that may change one is about to commit: from then on until it has ended, no
 * choice that was kept is used, and none that was read before its end is used after it. So the first request after a commit already sees
 * what it changed. What other replicas change is seen within {@value #SECONDS} s.
 */
@Component
class ChosenVersions {
    private static final int SECONDS = 1;
    private static final long MILLIS = Duration.ofSeconds(SECONDS).toMillis();

    /** After half of the time one request asks the database again, while the others go on: they do not all ask at the end of it. */
    private static final long RENEWED_AFTER = MILLIS / 2;

    /** Each takes less than 1 kB. */
    private static final int MOST = 4096;

    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final AtomicInteger committing = new AtomicInteger();
    private final Cache<Question, Choice> choices = Caffeine.newBuilder().maximumSize(MOST).build();

    ChosenVersions(Clock clock) {
        this.clock = clock;
    }

    private record Question(String nameOrId, Optional<VersionReference> named) {}

    /**
     * @param changes that had ended when the database was asked
     * @param at when it was, in milliseconds
     * @param isRenewed whether a request asks it again
     */
    private record Choice(ChosenVersion version, long changes, long at, AtomicBoolean isRenewed) {
        Choice newer(Choice other) {
            boolean isLater = changes == other.changes ? at > other.at : changes > other.changes;
            return isLater ? this : other;
        }
    }

    /** @param query asks the database; what it does not find is not kept */
    ChosenVersion choose(String nameOrId, Optional<VersionReference> named, Supplier<ChosenVersion> query) {
        var question = new Question(nameOrId, named);
        var kept = choices.getIfPresent(question);
        if (kept != null && isUsable(kept)) {
            return kept.version();
        }
        // Both before the query: what changes during it is not seen by it.
        long ended = changes.get();
        long at = clock.millis();
        var chosen = query.get();
        // A slow query must not replace what a later one found.
        choices.asMap().merge(question, new Choice(chosen, ended, at, new AtomicBoolean()), Choice::newer);
        return chosen;
    }

    private boolean isUsable(Choice choice) {
        // In this order: a transaction counts itself as ended before it stops to be one that commits.
        if (committing.get() > 0 || choice.changes() != changes.get()) {
            return false;
        }
        long age = clock.millis() - choice.at();
        if (age < 0 || age >= MILLIS) {
            return false;
        }
        return age < RENEWED_AFTER || !choice.isRenewed().compareAndSet(false, true);
    }

    /** To be called in every transaction that may change which version is chosen for a request. */
    void changing() {
        TransactionSynchronizationManager.registerSynchronization(new Change());
    }

    /** The end of a transaction. */
    private final class Change implements TransactionSynchronization {
        private boolean commits;

        @Override
        public void beforeCommit(boolean readOnly) {
            committing.incrementAndGet();
            commits = true;
        }

        @Override
        public void afterCompletion(int status) {
            changes.incrementAndGet();
            if (commits) {
                committing.decrementAndGet();
            }
        }
    }
}
