package dev.chainrule.job;

import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.Figure;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.UnicodeText;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostUpdate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Logs every transition of a job once it is committed. JPA calls it for each job that is written, so that no writer has to. Every line that
 * is logged of a job has its id in the diagnostic context.
 */
class JobLog {
    private static final Logger log = LoggerFactory.getLogger(JobLog.class);

    /** The key of a job's id in the diagnostic context. */
    private static final String KEY = "jobId";

    private final JsonBinder json;

    JobLog(JsonBinder json) {
        this.json = json;
    }

    /** What the current thread logs is of this job, until the result is closed. */
    static MDC.MDCCloseable linesOf(UUID job) {
        return MDC.putCloseable(KEY, job.toString());
    }

    @PostPersist
    @PostUpdate
    void written(Job job) {
        for (var transition : job.takeUnlogged()) {
            var level = transition.state() == JobState.FAILED ? Level.WARN : Level.INFO;
            var text = text(job, transition);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    try (var _ = linesOf(job.id())) {
                        log.atLevel(level).log("Job {} {}", job.id(), text);
                    }
                }
            });
        }
    }

    private String text(Job job, Transition transition) {
        var epoch = Optional.ofNullable(transition.epoch()).map(number -> " after epoch " + number).orElse("");
        var reason = Optional.ofNullable(transition.reason()).map(why -> ": " + UnicodeText.escaped(why)).orElse("");
        return switch (transition.state()) {
            case QUEUED -> isFirst(job, transition) ? accepted(job) : "requeued" + epoch + reason;
            case RUNNING -> (epoch.isEmpty() ? "started" : "resumed") + epoch + reason;
            case PAUSING -> "pausing" + epoch + reason;
            case PAUSED -> "paused" + epoch + reason;
            case CANCELLING -> "cancelling" + epoch + reason;
            case SUCCEEDED, FAILED, CANCELLED ->
                transition.state() + " (" + job.stopReason().orElseThrow() + ")" + epoch + seconds(job) + trained(job)
                        + reason;
        };
    }

    private static boolean isFirst(Job job, Transition transition) {
        return job.transitions().getFirst().equals(transition);
    }

    private static String accepted(Job job) {
        return "accepted: model " + job.modelName() + ", dataset " + job.datasetName() + ", " + job.epochs()
                + " epochs, seed " + job.seed() + job.sweepId().map(sweep -> ", sweep " + sweep).orElse("");
    }

    /** From its first start to its end. */
    private static String seconds(Job job) {
        return job.startedAt()
                .map(start -> Duration.between(start, job.finishedAt().orElseThrow()).toMillis() / 1e3)
                .map(seconds -> String.format(Locale.ROOT, " in %.1f s", seconds))
                .orElse("");
    }

    private String trained(Job job) {
        return job.trainedEpoch()
                .map(epoch -> ", cost " + json.readStored(epoch, Epoch.class).figure(Figure.COST) + ", model "
                        + job.modelName()
                        + " version " + job.modelVersion().orElseThrow())
                .orElse("");
    }
}
