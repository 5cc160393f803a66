package dev.chainrule.job;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.chainrule.database.TaskTable;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Gatherers;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The jobs that wait for a worker, of this or of another replica: db-scheduler's rows, one for each claim of a job. They are
 * written in the same transaction as the job's own row.
 */
@Component
class JobQueue {
    private static final String TABLE = "job_queue";
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("train");

    private static final String SEPARATOR = "/";

    /** The number of parameters of a statement is limited. */
    private static final int REMOVED_AT_ONCE = 1000;

    private final TaskTable tasks;
    private final JdbcClient jdbc;

    JobQueue(DataSource dataSource, JdbcClient jdbc) {
        this.tasks = TaskTable.byPriority(dataSource, TABLE);
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
    void add(Job job) {
        add(job, job.createdAt());
    }

    /** Queues a job under its newest claim; no worker takes it before the given time. */
    @Transactional(propagation = Propagation.MANDATORY)
    void add(Job job, Instant notBefore) {
        var claim = new Claim(job.id(), job.claim());
        tasks.add(TASK.instance(claim.toString()).priority(job.priority()).scheduledTo(notBefore));
    }

    /** Deletes the newest claims of jobs, except those that a worker has taken: the worker deletes them. */
    @Transactional(propagation = Propagation.MANDATORY)
    void remove(Collection<Job> jobs) {
        for (var some : jobs.stream().gather(Gatherers.windowFixed(REMOVED_AT_ONCE)).toList()) {
            jdbc.sql("delete from " + TABLE
                    + " where task_name = :task and task_instance in (:claims) and picked = false")
                    .param("task", TASK.getTaskName())
                    .param("claims", some.stream().map(job -> new Claim(job.id(), job.claim()).toString()).toList())
                    .update();
        }
    }

    /** Deletes all claims. */
    @Transactional(propagation = Propagation.MANDATORY)
    void clear() {
        jdbc.sql("delete from " + TABLE).update();
    }

    /** What the worker takes claims from. */
    TaskTable tasks() {
        return tasks;
    }
}
