package dev.chainrule.job;

import dev.chainrule.job.history.CheckpointRepository;
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

/** Lets go of the checkpoints of jobs that have ended long ago. */
@Component
class CheckpointRetention {
    private static final Logger log = LoggerFactory.getLogger(CheckpointRetention.class);

    private static final Limit BATCH = Limit.of(100);

    private final JobRepository jobs;
    private final CheckpointRepository repository;
    private final Checkpoints checkpoints;
    private final JobProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CheckpointRetention(
            JobRepository jobs,
            CheckpointRepository repository,
            Checkpoints checkpoints,
            JobProperties properties,
            TransactionTemplate transaction,
            Clock clock) {
        this.jobs = jobs;
        this.repository = repository;
        this.checkpoints = checkpoints;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    // At a fixed rate each run has a thread of its own; tasks of a fixed delay share one, and those who wait for news need it.
    @Scheduled(initialDelay = 1, fixedRate = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        var then = clock.instant().minus(properties.keepCheckpoints());
        int count = 0;
        try {
            var batch = repository.jobsEndedBefore(then, null, BATCH);
            while (!batch.isEmpty()) {
                for (var id : batch) {
                    count += deleteUnlessInUse(id) ? 1 : 0;
                }
                batch = repository.jobsEndedBefore(then, batch.getLast(), BATCH);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("Old checkpoints could not be deleted, the next sweep tries again", away);
        }
        if (count > 0) {
            log.info("Deleted the checkpoints of {} jobs that ended more than {} ago", count,
                    properties.keepCheckpoints());
        }
    }

    /** One that is locked is being gone on from, or deleted here or by another replica: the next sweep looks at it again. */
    private boolean deleteUnlessInUse(UUID id) {
        return transaction.execute(_ -> {
            var job = jobs.findUnlessLocked(id);
            job.ifPresent(_ -> checkpoints.deleteAll(id));
            return job.isPresent();
        });
    }
}
