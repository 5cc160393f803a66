package dev.chainrule.model;

import dev.chainrule.content.ContentStore;
import dev.chainrule.model.VersionReference.Numbered;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.ProblemException;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Versions that jobs start from. Their parameters are read anew for each run, because a run changes them. */
@Service
public class StartVersions {
    private final Versions versions;
    private final VersionRepository rows;
    private final VersionChoice choice;
    private final ContentStore contents;
    private final TransactionTemplate readOnly;

    StartVersions(
            Versions versions,
            VersionRepository rows,
            VersionChoice choice,
            ContentStore contents,
            PlatformTransactionManager transactions) {
        this.versions = versions;
        this.rows = rows;
        this.choice = choice;
        this.contents = contents;
        this.readOnly = new TransactionTemplate(transactions);
        readOnly.setReadOnly(true);
    }

    /**
     * A version without its parameters, which only make sense for rows that are encoded by its preprocessing.
     *
     * @param bytes what reading the preprocessing takes in memory
     */
    public record StartVersion(int number, String weightsSha256, Preprocessing preprocessing, long bytes) {}

    /** What {@link #find} takes in memory; 0 if there is no such version. Called outside of a transaction. */
    public long bytesToRead(Model model, VersionReference reference) {
        try {
            return readOnly.execute(_ -> versions.bytesToRead(choice.find(model, reference)));
        } catch (ProblemException _) {
            return 0;
        }
    }

    /**
     * @param model locked, if the version must not be deleted before the caller's transaction ends
     * @throws ProblemException (404) if there is no such version, (409) if no version of the model is one that the rule chooses
     */
    @Transactional(readOnly = true)
    public StartVersion find(Model model, VersionReference reference) {
        var version = choice.find(model, reference);
        return versions.undamaged(model.id(), version.version(), () -> new StartVersion(
                version.version(), version.weightsSha256(), versions.readPreprocessing(version.preprocessingId()),
                versions.bytesToRead(version)));
    }

    @Transactional(readOnly = true)
    public boolean exists(UUID modelId, int number) {
        return rows.findByModelIdAndVersion(modelId, number).isPresent();
    }

    /**
     * A new network with the version's parameters, which the caller may change.
     *
     * @throws ProblemException (404) if the version was deleted
     */
    @Transactional(readOnly = true)
    public Trainable network(Model model, ModelDefinition definition, StartVersion start) {
        var version = choice.find(model, new Numbered(start.number()));
        return versions.undamaged(
                model.id(), version.version(),
                () -> definition.of(start.preprocessing(), contents.open(version.weightsId())));
    }
}
