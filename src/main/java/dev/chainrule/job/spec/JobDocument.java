package dev.chainrule.job.spec;

import dev.chainrule.problem.JsonExample;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job's request in JSON: the one form in which it is sent, kept (with every default written out) and answered as {@code spec}.
 *
 * @param model a name, an id, or a definition
 * @param dataset a name, an id, or a dataset
 * @param batchSize a number, or {@code "full"}
 * @param optimizer a type's name, or {@code {"type": name}} with its settings
 * @param learningRateSchedule as the optimiser
 * @param preprocessing an object with its settings; so is {@code earlyStopping}
 * @param classWeights {@code "balanced"}, or a number for each class by name
 */
public record JobDocument(
        @Nullable JsonNode model,
        @Nullable JsonNode dataset,
        @Nullable JsonNode epochs,
        @Nullable JsonNode batchSize,
        @Nullable JsonNode optimizer,
        @Nullable JsonNode learningRateSchedule,
        @Nullable Boolean shuffle,
        @Nullable Long seed,
        @Nullable ValidationDocument validation,
        @Nullable JsonNode preprocessing,
        @Nullable Double clipNorm,
        @Nullable JsonNode classWeights,
        @Nullable Double stopAtCost,
        @Nullable Double maxSeconds,
        @Nullable JsonNode earlyStopping,
        @Nullable Double checkpointSeconds,
        @Nullable JsonNode priority,
        @Nullable ResumeDocument resumeFrom,
        @Nullable StartDocument startFrom,
        @Nullable String callbackUrl,
        @Nullable Map<String, @Nullable String> labels) {

    /** What the network is measured by after every epoch: a share of the rows, or a dataset. */
    @JsonExample("{\"fraction\": 0.2}")
    record ValidationDocument(@Nullable Double fraction, @Nullable JsonNode dataset) {}

    /**
     * The job and epoch that a job resumes.
     *
     * @param job an id
     * @param epoch if left out, the last that has a checkpoint
     */
    @JsonExample("{\"job\": \"<id of a job>\"}")
    public record ResumeDocument(@Nullable String job, @Nullable Integer epoch) {}

    /**
     * The version of the model that a job starts from.
     *
     * @param version a number, an alias or a rule; a number where it is kept
     * @param weightsSha256 that the version must have; if left out, any
     */
    @JsonExample("{\"version\": \"newest\"}")
    public record StartDocument(@Nullable JsonNode version, @Nullable String weightsSha256) {}
}
