package dev.chainrule.job;

import dev.chainrule.job.history.Checkpoints;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes the checkpoints of jobs that ended long ago. */
@Component
class CheckpointRetention {
    private static final Logger log = LoggerFactory.getLogger(CheckpointRetention.class);

    private static final Limit BATCH = Limit.of(100);

    /** Every job has a greater id. */
    private static final UUID LEAST_ID = new UUID(0, 0);

    private final JobRepository jobs;
    private final Checkpoints checkpoints;
    private final JobProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CheckpointRetention(
            JobRepository jobs,
            Checkpoints checkpoints,
            JobProperties properties,
            TransactionTemplate transaction,
            Clock clock) {
        this.jobs = jobs;
        this.checkpoints = checkpoints;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    // Each run at a fixed rate has its own thread. Tasks with a fixed delay share one, which JobWatch needs.
    @Scheduled(initialDelay = 1, fixedRate = 60, timeUnit = TimeUnit.MINUTES)
    void deleteExpired() {
        var then = clock.instant().minus(properties.keepCheckpoints());
        int count = 0;
        try {
            var batch = jobs.idsWithCheckpoints(then, LEAST_ID, BATCH);
            while (!batch.isEmpty()) {
                for (var id : batch) {
                    count += deleteUnlessInUse(id) ? 1 : 0;
                }
                batch = jobs.idsWithCheckpoints(then, batch.getLast(), BATCH);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("Expired checkpoints could not be deleted; the next cleanup tries again", away);
        }
        if (count > 0) {
            log.info("Deleted the checkpoints of {} jobs that ended more than {} ago", count,
                    properties.keepCheckpoints());
        }
    }

    /** A locked job is being resumed from or deleted; the next cleanup tries again. */
    private boolean deleteUnlessInUse(UUID id) {
        return transaction.execute(_ -> {
            var job = jobs.findUnlessLocked(id);
            job.ifPresent(_ -> checkpoints.deleteAll(id));
            return job.isPresent();
        });
    }
}
