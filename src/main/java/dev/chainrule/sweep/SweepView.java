package dev.chainrule.sweep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chainrule.job.JobState;
import dev.chainrule.job.StopReason;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sweep as users see it.
 *
 * @param best the first of the ranking; {@code null}: no job has a rank yet
 * @param serveBest the request that makes the best job's model serve its version
 * @param ranking all jobs, the best first
 * @param etag differs whenever anything else differs
 */
record SweepView(
        @JsonUnwrapped SweepSummary summary,
        @Nullable Ranked best,
        @Nullable ServeRequest serveBest,
        List<Ranked> ranking,
        @JsonIgnore String etag) {

    /**
     * A job among others.
     *
     * @param rank from 1; {@code null}: it has nothing to be ranked by, or not yet
     * @param settings its point of the grid
     * @param restart from 0
     * @param value of the figure that is ranked by
     * @param epoch that the value is of: the one whose parameters the model's version has
     */
    record Ranked(
            @Nullable Integer rank,
            UUID jobId,
            JobState state,
            @Nullable StopReason stopReason,
            Map<String, JsonNode> settings,
            long seed,
            int restart,
            @Nullable Double value,
            @Nullable Integer epoch,
            TrainedVersion model) {}

    /** A request to serve a version: a sweep does not send it itself. */
    record ServeRequest(String method, String path, VersionBody body) {
        record VersionBody(int version) {}

        static ServeRequest of(String model, int version) {
            return new ServeRequest("PUT", "/api/v1/models/" + model + "/serving", new VersionBody(version));
        }
    }

    /** @param version {@code null}: the job has not succeeded */
    record TrainedVersion(String name, @Nullable Integer version) {}

    UUID id() {
        return summary.id();
    }

    JobState state() {
        return summary.state();
    }
}
