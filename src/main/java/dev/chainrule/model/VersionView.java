package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trained version as users see it.
 *
 * @param jobId absent if it was imported
 * @param sweep that the job belongs to
 * @param epoch whose parameters the version has; 0 if it was imported
 * @param bestEpoch the job's epoch with the lowest validation cost, or the lowest cost without validation: another one, unless early
 *     stopping restored it; absent if none was trained
 * @param metrics the record of {@code epoch}; null if it was imported
 * @param aliases that name it, in alphabetical order
 * @param weightsSha256 of all parameters, layer after layer weights then biases, as little-endian IEEE 754 numbers
 * @param createdBy who created the job or imported the version: the name of a key, or of callers without one
 */
public record VersionView(
        int version,
        @Nullable UUID jobId,
        @Nullable UUID sweep,
        List<String> aliases,
        int epoch,
        @Nullable Integer bestEpoch,
        int inputs,
        @JsonRawValue @Nullable String metrics,
        String weightsSha256,
        String createdBy,
        Instant createdAt) {

    static VersionView of(Model model, ModelVersion version) {
        return new VersionView(
                version.version(),
                version.jobId().orElse(null),
                version.sweepId().orElse(null),
                model.aliasesOf(version.version()),
                version.epoch(),
                version.bestEpoch().orElse(null),
                version.inputs(),
                version.metrics().orElse(null),
                version.weightsSha256(),
                version.createdBy(),
                version.createdAt());
    }
}
