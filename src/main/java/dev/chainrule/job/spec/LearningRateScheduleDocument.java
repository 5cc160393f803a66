package dev.chainrule.job.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A schedule of the learning rate in JSON: a name, or {@code {"type": name}} with its settings.
 *
 * @param periodEpochs null: all epochs after the warm-up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LearningRateScheduleDocument(
        String type,
        Integer warmupEpochs,
        Double factor,
        Integer stepEpochs,
        Double decay,
        Double minLearningRate,
        Integer periodEpochs,
        String monitor,
        Integer patience,
        Double minDelta) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static LearningRateScheduleDocument named(String type) {
        return new LearningRateScheduleDocument(type, null, null, null, null, null, null, null, null, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    LearningRateScheduleDocument {}
}
