package dev.chainrule.job;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Role;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.model.StartVersions.StartVersion;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.network.Metric;
import dev.chainrule.network.TrainingMemory;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.Schema;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The memory of a job's run, computed from shapes before it is allocated. */
@Component
class JobMemory {
    /** A row's index among the training or validation rows, and the memory of the split. */
    private static final int SPLIT = 13;

    /** A row's weight, and the value that it is computed from. */
    private static final int WEIGHT = 2 * Double.BYTES;

    /** Chunks that are read from or written to the database, and buffers of the kernels. */
    private static final long BUFFERS = 3L << 20;

    /** A validation dataset stays in memory only if it takes no more than this part of what jobs may take. */
    private static final int RESIDENT_SHARE = 4;

    private final Models models;
    private final Datasets datasets;
    private final long mostResident;

    JobMemory(Models models, Datasets datasets, MemoryBudget memory, JobProperties properties) {
        this.models = models;
        this.datasets = datasets;
        this.mostResident =
                Math.min(properties.maxResidentValidation().toBytes(), memory.mostOfJob() / RESIDENT_SHARE);
    }

    /** Whether a dataset that validates stays in memory: it is read again after every epoch. */
    boolean isResident(Dataset validation) {
        return validation.residentBytes() <= mostResident;
    }

    /**
     * Bytes of the rows, of the parameters with gradients and optimiser state, of the blocks of rows that are read, and of records and
     * states that wait to be written.
     *
     * @param validation the dataset that validates, if it is another one
     * @param start the version that the job starts from
     */
    long bytes(
            JobSpec spec, Model model, ModelDefinition definition, Dataset dataset, Optional<Dataset> validation,
            Optional<StartVersion> start) {
        int inputs = start.map(version -> version.preprocessing().inputs())
                .orElseGet(() -> Schema.of(dataset.columns()).inputs());
        long rows = dataset.rowCount();
        long validationRows = validation.map(other -> (long) other.rowCount()).orElseGet(
                () -> spec.validation() instanceof JobSpec.Validation.Fraction ? rows : 0);
        // The metric makes no difference here.
        var training = TrainingMemory.of(
                definition.footprint(inputs), spec.plan(new Metric.Multilabel()), rows,
                validationRows, true);
        return Saturated.sum(
                training.peak(EpochWriteBehind.STATES),
                rows(dataset, !(spec.classWeights() instanceof ClassWeights.None)),
                validation.map(other -> isResident(other) ? rows(other, false) : streamed(other)).orElse(0L),
                dataset.columnsBytes(),
                models.bytesToRead(model),
                start.map(StartVersion::bytes).orElse(0L),
                EpochWriteBehind.bytes(spec.epochs()),
                BUFFERS);
    }

    /** A few chunks, and a weight for every row. */
    private long streamed(Dataset validation) {
        return Saturated.sum(
                datasets.stream(validation).bytes(),
                isWeighted(validation) ? Saturated.product(validation.rowCount(), WEIGHT) : 0);
    }

    private static boolean isWeighted(Dataset dataset) {
        return dataset.columns().stream().anyMatch(column -> column.role() == Role.WEIGHT);
    }

    private static long rows(Dataset dataset, boolean byClass) {
        boolean weighted = byClass || isWeighted(dataset);
        return Saturated.sum(
                dataset.residentBytes(),
                Saturated.product(dataset.rowCount(), SPLIT),
                weighted ? Saturated.product(dataset.rowCount(), WEIGHT) : 0);
    }
}
