package dev.chainrule.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The jobs that wait for a worker, of this or of another replica: db-scheduler's rows, one for each claim of a job. They are
 * written in the same transaction as the job's own row.
 */
@Component
class JobQueue {
    static final String TABLE = "job_queue";
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("train");

    private static final String SEPARATOR = "/";

    private final SchedulerClient client;
    private final JdbcClient jdbc;

    /** Makes the worker of this replica look at once. */
    private volatile Runnable wakeUp = () -> {};

    JobQueue(DataSource dataSource, JdbcClient jdbc) {
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(TABLE)
                .enablePriority()
                .build();
        this.jdbc = jdbc;
    }

    /** A right to train a job: the job and the number of the claim. */
    record Claim(UUID job, int number) {
        /** @param text as {@link #toString} wrote it */
        static Claim parse(String text) {
            int separator = text.indexOf(SEPARATOR);
            return new Claim(UUID.fromString(text.substring(0, separator)),
                    Integer.parseInt(text.substring(separator + 1)));
        }

        @Override
        public String toString() {
            return job + SEPARATOR + number;
        }
    }

    /** Queues a job under its newest claim, before those of the same priority that were submitted later. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Job job) {
        var claim = new Claim(job.id(), job.claim());
        client.scheduleIfNotExists(
                TASK.instance(claim.toString()).priority(job.priority()).scheduledTo(job.createdAt()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakeUp.run();
            }
        });
    }

    /** Forgets all claims. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void clear() {
        jdbc.sql("delete from " + TABLE).update();
    }

    void onAdded(Runnable look) {
        wakeUp = look;
    }
}
