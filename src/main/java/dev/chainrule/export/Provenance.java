package dev.chainrule.export;

import dev.chainrule.job.JobOrigins.JobOrigin;
import dev.chainrule.model.VersionOrigins.VersionOrigin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an exported version comes from.
 *
 * @param job empty if it was deleted, or the version was imported
 * @param service the release of this service
 */
record Provenance(String model, int version, VersionOrigin origin, Optional<JobOrigin> job, String service) {
    /** As texts, by name, always in the same order; what is not known is left out. */
    Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("model", model);
        properties.put("version", Integer.toString(version));
        origin.jobId().ifPresent(id -> properties.put("job", id.toString()));
        properties.put("weightsSha256", origin.weightsSha256());
        job.ifPresent(known -> {
            properties.put("dataset", known.dataset());
            known.datasetSha256().ifPresent(sha256 -> properties.put("datasetSha256", sha256));
            properties.put("seed", Long.toString(known.seed()));
        });
        properties.put("serviceVersion", service);
        return properties;
    }
}
