package dev.chainrule.job.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;

/** An optimiser in JSON: a name, or {@code {"type": name}} with its settings. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OptimizerDocument(
        String type,
        Double learningRate,
        Double momentum,
        Double rho,
        Double beta1,
        Double beta2,
        Double epsilon,
        Double weightDecay,
        Double momentumDecay) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static OptimizerDocument named(String type) {
        return new OptimizerDocument(type, null, null, null, null, null, null, null, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    OptimizerDocument {}
}
