package dev.chainrule.job;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.chainrule.callback.CallbackFailedException;
import dev.chainrule.callback.CallbackRetries;
import dev.chainrule.callback.CallbackSender;
import dev.chainrule.database.TableScheduler;
import dev.chainrule.database.TableScheduler.Threads;
import dev.chainrule.database.TableSchedulers;
import dev.chainrule.database.TaskTable;
import dev.chainrule.health.FatalErrors;
import dev.chainrule.job.JobLocks.LockedJob;
import dev.chainrule.problem.JsonBinder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Calls the callback URLs of jobs that have ended: at least once, with growing delays between attempts, from any replica. The delivery is
 * stored in the transaction that ends the job.
 */
@Component
class JobCallbacks implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobCallbacks.class);
    private static final String TABLE = "callback_queue";
    private static final TaskDescriptor<Void> TASK = TaskDescriptor.of("callback");

    /** Deliveries at a time: receivers may be slow. */
    private static final int THREADS = 8;

    private final JobRepository jobs;
    private final JobProgressRepository progress;
    private final CallbackSender sender;
    private final CallbackRetries retries;
    private final TableSchedulers schedulers;
    private final TaskTable tasks;
    private final JobProperties properties;
    private final JsonBinder json;
    private final Clock clock;
    private final Map<DeliveryOutcome, Counter> deliveries;

    private volatile @Nullable TableScheduler scheduler;

    JobCallbacks(
            JobRepository jobs,
            JobProgressRepository progress,
            CallbackSender sender,
            CallbackRetries retries,
            TableSchedulers schedulers,
            DataSource dataSource,
            JobProperties properties,
            JsonBinder json,
            Clock clock,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.progress = progress;
        this.sender = sender;
        this.retries = retries;
        this.schedulers = schedulers;
        this.tasks = TaskTable.byTime(dataSource, TABLE);
        this.properties = properties;
        this.json = json;
        this.clock = clock;
        this.deliveries = new EnumMap<>(Arrays.stream(DeliveryOutcome.values())
                .collect(Collectors.toMap(Function.identity(), outcome -> counter(outcome, meters))));
    }

    /** How an attempt ended. */
    private enum DeliveryOutcome {
        DELIVERED,
        RETRIED,
        ABANDONED
    }

    private static Counter counter(DeliveryOutcome outcome, MeterRegistry meters) {
        return Counter.builder("chainrule.callback.deliveries")
                .description(
                        "Attempts to deliver a callback, by how they ended: RETRIED ones failed and are repeated, ABANDONED ones are not")
                .tag("outcome", outcome.name())
                .register(meters);
    }

    private void count(DeliveryOutcome outcome) {
        Objects.requireNonNull(deliveries.get(outcome), "every outcome has a counter").increment();
    }

    /** Stores the delivery for a job that ends in this transaction, if it has a callback URL. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void addIfEnded(LockedJob locked) {
        if (locked.hasEnded() && locked.job().callbackUrl().isPresent()) {
            tasks.add(TASK.instance(locked.job().id().toString()).scheduledTo(clock.instant()));
        }
    }

    @Override
    public void start() {
        var task = Tasks.custom(TASK)
                .onFailure(this::retryUnexpected)
                .execute((instance, _) -> deliver(UUID.fromString(instance.getId())));
        var threads = new Threads(THREADS, Thread.ofVirtual().name("callbacks-", 1).factory(), false);
        scheduler = schedulers.start(tasks, task, threads, properties.polling());
    }

    /** Stops after the worker, whose last jobs may still end. What is not delivered by then is delivered after the next start. */
    @Override
    public void stop() {
        Optional.ofNullable(scheduler).ifPresent(TableScheduler::close);
        scheduler = null;
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    @Override
    public int getPhase() {
        return -1;
    }

    private CompletionHandler<Void> deliver(UUID id) {
        try (var _ = JobLog.linesOf(id)) {
            return attempt(id);
        }
    }

    private CompletionHandler<Void> attempt(UUID id) {
        var found = jobs.findById(id);
        if (found.isEmpty() || found.get().callbackUrl().isEmpty()) {
            return new CompletionHandler.OnCompleteRemove<>();
        }
        var job = found.get();
        int attempt = job.callbackAttempts() + 1;
        try {
            sender.send(URI.create(job.callbackUrl().get()), id.toString(), document(job));
            jobs.recordCallbackDelivery(id, attempt, clock.instant());
            count(DeliveryOutcome.DELIVERED);
            return new CompletionHandler.OnCompleteRemove<>();
        } catch (CallbackFailedException failure) {
            log.info("Callback of job {} failed: the receiver {}", id, failure.reason());
            jobs.recordCallbackFailure(id, attempt, "The receiver " + failure.reason());
            return (complete, operations) -> next(attempt, failure.worthRetry(), complete, operations);
        }
    }

    private void next(
            int attempt, boolean worthRetry, ExecutionComplete complete, ExecutionOperations<Void> operations) {
        if (!worthRetry || attempt >= retries.maxAttempts()) {
            count(DeliveryOutcome.ABANDONED);
            operations.stop();
        } else {
            count(DeliveryOutcome.RETRIED);
            operations.reschedule(complete, clock.instant().plus(retries.retryAfter(attempt)));
        }
    }

    /** Unexpected failures count as attempts, too. */
    private void retryUnexpected(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        complete.getCause().ifPresent(FatalErrors::endOn);
        var id = UUID.fromString(complete.getExecution().taskInstance.getId());
        log.error("Callback of job {} failed", id, complete.getCause().orElse(null));
        int attempt = jobs.findById(id).map(Job::callbackAttempts).orElse(0) + 1;
        jobs.recordCallbackFailure(id, attempt, "Unexpected failure: the service's log has more under the job's id");
        next(attempt, true, complete, operations);
    }

    /** What is sent: the job as it is answered. */
    private byte[] document(Job job) {
        return json.write(JobView.of(job, progress.findById(job.id()).orElseThrow())).getBytes(StandardCharsets.UTF_8);
    }
}
