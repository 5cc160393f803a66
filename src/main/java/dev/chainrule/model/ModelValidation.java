package dev.chainrule.model;

import dev.chainrule.problem.FieldProblem;
import java.util.List;

/**
 * What a dry run of a model's creation says.
 *
 * @param parameterCount weights and biases; null, like the next two, if there are faults or the inputs are left to the dataset
 * @param estimatedBytes memory of the parameters while Adam trains them: themselves, their gradient and two moments
 * @param flopsPerSample floating-point operations to train on one row
 */
record ModelValidation(
        boolean valid, List<FieldProblem> errors, Long parameterCount, Long estimatedBytes, Long flopsPerSample) {
    /** Parameters, gradient, and Adam's two moments. */
    private static final int COPIES = 4;

    static ModelValidation of(ModelDefinition definition) {
        if (definition.inputs().isEmpty()) {
            return new ModelValidation(true, List.of(), null, null, null);
        }
        int inputs = definition.inputs().getAsInt();
        long parameters = definition.parameterCount(inputs);
        return new ModelValidation(
                true,
                List.of(),
                parameters,
                parameters * COPIES * definition.precision().bytes(),
                definition.flopsPerSample(inputs));
    }

    static ModelValidation of(List<FieldProblem> errors) {
        return new ModelValidation(false, errors, null, null, null);
    }
}
