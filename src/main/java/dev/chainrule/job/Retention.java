package dev.chainrule.job;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets go of the checkpoints of jobs that have ended long ago. */
@Component
class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final CheckpointRepository repository;
    private final Checkpoints checkpoints;
    private final JobProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Retention(
            CheckpointRepository repository,
            Checkpoints checkpoints,
            JobProperties properties,
            TransactionTemplate transaction,
            Clock clock) {
        this.repository = repository;
        this.checkpoints = checkpoints;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        try {
            var old = repository.jobsEndedBefore(clock.instant().minus(properties.keepCheckpoints()));
            for (var id : old) {
                transaction.executeWithoutResult(_ -> checkpoints.deleteAll(id));
            }
            if (!old.isEmpty()) {
                log.info("Deleted the checkpoints of {} jobs that ended more than {} ago", old.size(),
                        properties.keepCheckpoints());
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("Old checkpoints could not be deleted, the next sweep tries again", away);
        }
    }
}
