package dev.chainrule.job;

import dev.chainrule.database.StorageRetry;
import dev.chainrule.health.FatalErrors;
import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.problem.ProblemException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends jobs whose run failed, with the reason as text; waits for as long as the database is away. */
@Component
class JobFailures {
    private static final Logger log = LoggerFactory.getLogger(JobFailures.class);

    private final RunStore store;
    private final StorageRetry storage;
    private final JobProperties properties;
    private final TrainingMeters meters;

    JobFailures(RunStore store, StorageRetry storage, JobProperties properties, TrainingMeters meters) {
        this.store = store;
        this.storage = storage;
        this.properties = properties;
        this.meters = meters;
    }

    /** @param rest the last records, if they are available */
    void end(Claim claim, Throwable cause, Optional<EpochBatch> rest) {
        // A full heap is not a failure of this job: another one may have filled it.
        FatalErrors.endOn(cause);
        if (!(cause instanceof ProblemException)) {
            log.error("Job {} failed", claim.job(), cause);
        }
        var why = why(claim, cause);
        try {
            write(claim, rest, why);
        } catch (ClaimLostException lost) {
            meters.claimLost();
            log.info("Job {} is held by another worker now: {}", claim.job(), lost.getMessage());
        } catch (RuntimeException unwritable) {
            if (rest.isEmpty() || StorageRetry.isTransient(unwritable)) {
                throw unwritable;
            }
            log.error("The last records of job {} cannot be stored: it ends without them", claim.job(), unwritable);
            write(claim, Optional.empty(), why);
        }
    }

    private void write(Claim claim, Optional<EpochBatch> rest, String why) {
        storage.retryForever(() -> {
            store.fail(claim, rest, why);
            return null;
        });
    }

    private String why(Claim claim, Throwable cause) {
        if (StorageRetry.isTransient(cause)) {
            return "The database did not work for " + properties.storagePatience().toSeconds()
                    + " s: check that it runs and that its disk has room, then resume from this job's last checkpoint";
        }
        if (cause instanceof ProblemException problem) {
            return Objects.requireNonNull(problem.getMessage(), "every problem has a detail");
        }
        return "Unexpected failure " + claim.job() + ": the service's log has more under this id";
    }
}
