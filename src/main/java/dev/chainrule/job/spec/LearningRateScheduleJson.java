package dev.chainrule.job.spec;

import static dev.chainrule.model.definition.Form.NOT_NEGATIVE;
import static dev.chainrule.model.definition.Form.SHARE;

import dev.chainrule.model.definition.Form;
import dev.chainrule.model.definition.Settings;
import dev.chainrule.model.definition.TypedForm;
import dev.chainrule.model.definition.TypedForm.Variant;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.network.LearningRateSchedule.ConstantRate;
import dev.chainrule.network.LearningRateSchedule.Cosine;
import dev.chainrule.network.LearningRateSchedule.Exponential;
import dev.chainrule.network.LearningRateSchedule.Plateau;
import dev.chainrule.network.LearningRateSchedule.Step;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Learning-rate schedules in JSON: the settings of each type, with their defaults and rules. */
final class LearningRateScheduleJson {
    private static final String MIN_LEARNING_RATE = "minLearningRate";
    private static final Form<Integer> EPOCHS = Form.integer(1, Integer.MAX_VALUE);
    private static final Form<Integer> WARMUP_EPOCHS = Form.integer(0, Integer.MAX_VALUE);

    private LearningRateScheduleJson() {}

    static Set<String> names() {
        return form(Monitor.COST).names();
    }

    static TypedForm<LearningRateSchedule> form(Monitor defaultMonitor) {
        return new TypedForm<>("name the schedule, such as cosine", List.of(
                Variant.of("constant", ConstantRate.class, given -> new ConstantRate(warmup(given))),
                Variant.of("step", Step.class, given -> new Step(
                        given.take("factor", Step.FACTOR, SHARE, Step::factor),
                        given.take("stepEpochs", Step.STEP_EPOCHS, EPOCHS, Step::stepEpochs),
                        warmup(given))),
                Variant.of("exponential", Exponential.class, given -> new Exponential(
                        given.take("decay", Exponential.DECAY, SHARE, Exponential::decay),
                        warmup(given))),
                Variant.of("cosine", Cosine.class, given -> new Cosine(
                        given.take(MIN_LEARNING_RATE, Cosine.MIN_LEARNING_RATE, NOT_NEGATIVE, Cosine::minLearningRate),
                        given.take("periodEpochs", Cosine.TO_THE_END, EPOCHS, LearningRateScheduleJson::period),
                        warmup(given))),
                Variant.of("plateau", Plateau.class, given -> new Plateau(
                        given.take(MonitorJson.FIELD, defaultMonitor, MonitorJson.FORM, Plateau::monitor),
                        given.take("factor", Plateau.FACTOR, SHARE, Plateau::factor),
                        given.take("patience", Plateau.PATIENCE, EPOCHS, Plateau::patience),
                        given.take("minDelta", Plateau.MIN_DELTA, NOT_NEGATIVE, Plateau::minDelta),
                        given.take(
                                MIN_LEARNING_RATE, Plateau.MIN_LEARNING_RATE, NOT_NEGATIVE, Plateau::minLearningRate),
                        warmup(given)))));
    }

    private static <D extends LearningRateSchedule> int warmup(Settings<D> given) {
        return given.take(
                "warmupEpochs", LearningRateSchedule.WARMUP_EPOCHS, WARMUP_EPOCHS, LearningRateSchedule::warmupEpochs);
    }

    /** @return null, and so left out in JSON, if the period is all epochs */
    private static @Nullable Integer period(Cosine schedule) {
        return schedule.periodEpochs() == Cosine.TO_THE_END ? null : schedule.periodEpochs();
    }

    /**
     * @param learningRate the optimiser's; infinite if that one has faults
     * @param validates whether there is a validation, whose cost can be monitored
     * @return empty if there are faults, which are noted
     */
    static Optional<LearningRateSchedule> read(JsonNode given, double learningRate, boolean validates, Faults at) {
        return form(MonitorJson.defaultFor(validates)).read(given, at).filter(schedule -> {
            boolean monitors = !(schedule instanceof Plateau plateau)
                    || MonitorJson.check(plateau.monitor(), validates, at);
            boolean isLow = at.require(
                    schedule.minLearningRate() <= learningRate, MIN_LEARNING_RATE,
                    "must be at most the optimizer's learningRate, " + learningRate + ", but is "
                            + schedule.minLearningRate());
            return monitors && isLow;
        });
    }

    static JsonNode write(LearningRateSchedule schedule) {
        return form(Monitor.COST).write(schedule);
    }
}
