package dev.chainrule.model;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where versions come from. */
@Component
public class VersionOrigins {
    private final Models models;
    private final VersionChoice choice;

    VersionOrigins(Models models, VersionChoice choice) {
        this.models = models;
        this.choice = choice;
    }

    /**
     * The job that trained a version, and the fingerprint of its weights.
     *
     * @param jobId empty if the version was imported
     * @param weightsSha256 as {@link Versions.Published} has it
     */
    public record VersionOrigin(Optional<UUID> jobId, String weightsSha256) {}

    /** @throws dev.chainrule.problem.ProblemException (404) if there is no such version */
    @Transactional(readOnly = true)
    public VersionOrigin of(String nameOrId, int version) {
        var found = choice.find(models.find(nameOrId), new VersionReference.Numbered(version));
        return new VersionOrigin(found.jobId(), found.weightsSha256());
    }
}
