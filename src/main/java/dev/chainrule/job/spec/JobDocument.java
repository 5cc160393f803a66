package dev.chainrule.job.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
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
        JsonNode model,
        JsonNode dataset,
        JsonNode epochs,
        JsonNode batchSize,
        JsonNode optimizer,
        JsonNode learningRateSchedule,
        Boolean shuffle,
        Long seed,
        ValidationDocument validation,
        JsonNode preprocessing,
        Double clipNorm,
        JsonNode classWeights,
        Double stopAtCost,
        Double maxSeconds,
        JsonNode earlyStopping,
        Double checkpointSeconds,
        JsonNode priority,
        ResumeDocument resumeFrom,
        String callbackUrl,
        Map<String, String> labels) {

    /** What the network is measured by after every epoch: a share of the rows, or a dataset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ValidationDocument(Double fraction, JsonNode dataset) {}

    /**
     * The job and epoch that a job resumes.
     *
     * @param job an id
     * @param epoch null: the last that has a checkpoint
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ResumeDocument(String job, Integer epoch) {}
}
