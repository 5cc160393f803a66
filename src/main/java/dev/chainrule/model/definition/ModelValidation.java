package dev.chainrule.model.definition;

import dev.chainrule.network.Metric;
import dev.chainrule.network.OptimizerDefinition.Adam;
import dev.chainrule.network.TrainingMemory;
import dev.chainrule.network.TrainingPlan;
import dev.chainrule.problem.FieldProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dry run of a model's creation says.
 *
 * @param parameterCount weights and biases; absent, like the next two, if there are faults or the inputs are left to the dataset
 * @param estimatedBytes memory that a job takes to train it with Adam on batches of 32 rows, without the dataset's rows
 * @param flopsPerSample floating-point operations to train on one row
 */
public record ModelValidation(
        boolean valid, List<FieldProblem> errors, @Nullable Long parameterCount, @Nullable Long estimatedBytes,
        @Nullable Long flopsPerSample) {
    private static final int BATCH_SIZE = 32;

    /** A job has one state that waits for a write, and one that is written. */
    private static final int SNAPSHOTS = 2;

    // Seed and metric make no difference to the memory.
    private static final TrainingPlan PLAN = TrainingPlan.of(
            1, BATCH_SIZE, new Adam(Adam.LEARNING_RATE, Adam.BETA1, Adam.BETA2, Adam.EPSILON), 0,
            new Metric.Multilabel());

    public static ModelValidation valid(ModelDefinition definition) {
        if (definition.inputs().isEmpty()) {
            return withoutEstimates(true, List.of());
        }
        int inputs = definition.inputs().getAsInt();
        long parameters = definition.parameterCount(inputs);
        return new ModelValidation(
                true,
                List.of(),
                parameters,
                TrainingMemory.of(definition.footprint(inputs), PLAN, BATCH_SIZE, 0, false).peak(SNAPSHOTS),
                definition.flopsPerSample(inputs));
    }

    public static ModelValidation invalid(List<FieldProblem> errors) {
        return withoutEstimates(false, errors);
    }

    private static ModelValidation withoutEstimates(boolean valid, List<FieldProblem> errors) {
        return new ModelValidation(valid, errors, null, null, null);
    }
}
