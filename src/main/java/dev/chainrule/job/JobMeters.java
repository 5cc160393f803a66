package dev.chainrule.job;

import dev.chainrule.job.JobLocks.LockedJob;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * How many jobs there are in each state, and how long those that start or end on this replica waited and took. The numbers of all states come
 * from the database, so that every replica has the same; they are read in the background, so that metrics can be read while it is away.
 */
@Component
class JobMeters {
    private static final Logger log = LoggerFactory.getLogger(JobMeters.class);
    private static final int COUNT_MILLISECONDS = 5000;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1)
    };

    private final JobRepository jobs;
    private final MeterRegistry meters;
    private final Timer wait;

    /** Empty while they are not known. */
    private volatile Map<JobState, Long> counts = Map.of();
    private volatile boolean known;

    JobMeters(JobRepository jobs, MeterRegistry meters) {
        this.jobs = jobs;
        this.meters = meters;
        this.wait = timer("wait", "Time from the acceptance of a job to its first start here").register(meters);
        for (var state : JobState.values()) {
            Gauge.builder("chainrule.jobs", this, it -> it.count(state))
                    .description("Jobs of all replicas by state; NaN while the database is out of reach")
                    .tag("state", state.name())
                    .register(meters);
        }
        // Before the first job has ended, so that a rate counts it.
        for (var reason : StopReason.values()) {
            endsOf(reason).forEach(state -> finished(state, reason));
        }
        JobState.TERMINAL.forEach(this::duration);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder("chainrule.job." + name).description(description).serviceLevelObjectives(BUCKETS);
    }

    /** The states that a job can have with this reason. */
    private static List<JobState> endsOf(StopReason reason) {
        return switch (reason) {
            case MAX_EPOCHS, EARLY_STOPPED, TARGET_REACHED -> List.of(JobState.SUCCEEDED);
            case TIME_LIMIT -> List.of(JobState.SUCCEEDED, JobState.FAILED);
            case DIVERGED, ERROR -> List.of(JobState.FAILED);
            case CANCELLED -> List.of(JobState.CANCELLED);
        };
    }

    private double count(JobState state) {
        return known ? counts.getOrDefault(state, 0L) : Double.NaN;
    }

    private Counter finished(JobState state, StopReason reason) {
        return Counter.builder("chainrule.jobs.finished")
                .description("Jobs that ended on this replica, by state and stopReason")
                .tags("state", state.name(), "stop.reason", reason.name())
                .register(meters);
    }

    private Timer duration(JobState state) {
        return timer("duration",
                "Time from the first start of a job to its end here, pauses included, by the state in which it ended")
                .tag("outcome", state.name())
                .register(meters);
    }

    @Scheduled(fixedRate = COUNT_MILLISECONDS)
    void count() {
        try {
            counts = jobs.countByState().stream()
                    .collect(Collectors.toMap(JobRepository.StateCount::state, JobRepository.StateCount::count));
            known = true;
        } catch (DataAccessException | TransactionException away) {
            known = false;
            log.debug("The database cannot be reached: jobs are counted later", away);
        }
    }

    @TransactionalEventListener
    void measure(LockedJob locked) {
        var job = locked.job();
        if (locked.hasStarted()) {
            wait.record(Duration.between(job.createdAt(), job.startedAt().orElseThrow()));
        }
        if (locked.hasEnded()) {
            finished(job.state(), job.stopReason().orElseThrow()).increment();
            job.startedAt()
                    .map(start -> Duration.between(start, job.finishedAt().orElseThrow()))
                    .ifPresent(duration(job.state())::record);
        }
    }
}
