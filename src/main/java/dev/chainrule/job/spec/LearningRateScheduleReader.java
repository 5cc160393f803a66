package dev.chainrule.job.spec;

import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.network.LearningRateSchedule.Constant;
import dev.chainrule.network.LearningRateSchedule.Cosine;
import dev.chainrule.network.LearningRateSchedule.Exponential;
import dev.chainrule.network.LearningRateSchedule.Plateau;
import dev.chainrule.network.LearningRateSchedule.Step;
import dev.chainrule.problem.Faults;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns the JSON form of a learning rate's schedule into the schedule and back. One use reads one schedule. */
public final class LearningRateScheduleReader {
    private final LearningRateScheduleDocument document;
    private final Surroundings surroundings;
    private final Faults faults;

    /** Those that the schedule has, in their order. */
    private final Set<String> settings = new LinkedHashSet<>();

    private LearningRateScheduleReader(
            LearningRateScheduleDocument document, Surroundings surroundings, Faults faults) {
        this.document = document;
        this.surroundings = surroundings;
        this.faults = faults;
    }

    /**
     * What a schedule has to fit.
     *
     * @param learningRate the optimiser's; infinite if that one has faults
     * @param validates whether there is a validation whose cost can be watched
     */
    record Surroundings(double learningRate, boolean validates) {
        private static final Surroundings ANY = new Surroundings(Double.POSITIVE_INFINITY, true);
    }

    /**
     * @param document null: the rate is constant
     * @return empty if there are faults, which are noted
     */
    static Optional<LearningRateSchedule> read(
            LearningRateScheduleDocument document, Surroundings surroundings, Faults faults) {
        if (document == null) {
            return Optional.of(LearningRateSchedule.constant());
        }
        if (document.type() == null) {
            faults.add("type", "is missing: name the schedule, such as cosine");
            return Optional.empty();
        }
        var type = faults.choice("type", document.type(), Type.class);
        if (type == null) {
            return Optional.empty();
        }
        int before = faults.count();
        var schedule = new LearningRateScheduleReader(document, surroundings, faults).read(type);
        return faults.count() > before ? Optional.empty() : Optional.of(schedule);
    }

    /** Notes a fault for each setting that the schedule does not have, before the rest is read. */
    public static void checkSettings(JsonNode given, Faults at) {
        var name = given.path("type").stringValue("");
        var type = new Faults().choice("type", name, Type.class);
        if (type != null) {
            var reader = new LearningRateScheduleReader(
                    LearningRateScheduleDocument.named(name), Surroundings.ANY, new Faults());
            reader.read(type);
            TypeSettings.check(given, name, reader.settings, at);
        }
    }

    /** The schedules by name. */
    private enum Type {
        CONSTANT,
        STEP,
        EXPONENTIAL,
        COSINE,
        PLATEAU
    }

    private LearningRateSchedule read(Type type) {
        return switch (type) {
            case CONSTANT -> new Constant(warmupEpochs());
            case STEP -> new Step(
                    share("factor", document.factor(), Step.FACTOR),
                    atLeastOne("stepEpochs", document.stepEpochs(), Step.STEP_EPOCHS),
                    warmupEpochs());
            case EXPONENTIAL -> new Exponential(
                    share("decay", document.decay(), Exponential.DECAY), warmupEpochs());
            case COSINE -> new Cosine(
                    minLearningRate(Cosine.MIN_LEARNING_RATE),
                    atLeastOne("periodEpochs", document.periodEpochs(), Cosine.TO_THE_END),
                    warmupEpochs());
            case PLATEAU -> new Plateau(
                    monitor(),
                    share("factor", document.factor(), Plateau.FACTOR),
                    atLeastOne("patience", document.patience(), Plateau.PATIENCE),
                    minDelta(),
                    minLearningRate(Plateau.MIN_LEARNING_RATE),
                    warmupEpochs());
        };
    }

    /** The schedule as JSON, every default written out. */
    static LearningRateScheduleDocument write(LearningRateSchedule schedule) {
        return switch (schedule) {
            case Constant(int warmup) ->
                new LearningRateScheduleDocument("constant", warmup, null, null, null, null, null, null, null, null);
            case Step(double factor, int epochs, int warmup) ->
                new LearningRateScheduleDocument("step", warmup, factor, epochs, null, null, null, null, null, null);
            case Exponential(double decay, int warmup) -> new LearningRateScheduleDocument(
                    "exponential", warmup, null, null, decay, null, null, null, null, null);
            case Cosine(double least, int period, int warmup) -> new LearningRateScheduleDocument(
                    "cosine", warmup, null, null, null, least, period == Cosine.TO_THE_END ? null : period, null, null,
                    null);
            case Plateau(Monitor monitor, double factor, int patience, double minDelta, double least, int warmup) ->
                new LearningRateScheduleDocument(
                        "plateau", warmup, factor, null, null, least, null, MonitorReader.write(monitor), patience,
                        minDelta);
        };
    }

    private int warmupEpochs() {
        int value = taken("warmupEpochs", document.warmupEpochs(), LearningRateSchedule.WARMUP_EPOCHS);
        return checked(value >= 0, "warmupEpochs", value, LearningRateSchedule.WARMUP_EPOCHS, "must be at least 0");
    }

    private int atLeastOne(String name, Integer value, int otherwise) {
        settings.add(name);
        return value == null ? otherwise : checked(value >= 1, name, value, otherwise, "must be at least 1 epoch");
    }

    private double share(String name, Double value, double otherwise) {
        double taken = taken(name, value, otherwise);
        return checked(taken > 0 && taken < 1, name, taken, otherwise, "must be greater than 0 and less than 1");
    }

    private double minDelta() {
        double value = taken("minDelta", document.minDelta(), Plateau.MIN_DELTA);
        return checked(
                value >= 0 && Double.isFinite(value), "minDelta", value, Plateau.MIN_DELTA,
                "must be a number of at least 0");
    }

    private double minLearningRate(double otherwise) {
        double value = taken("minLearningRate", document.minLearningRate(), otherwise);
        return checked(
                value >= 0 && Double.isFinite(value) && value <= surroundings.learningRate(), "minLearningRate", value,
                otherwise, "must be a number of at least 0, and at most the optimizer's learning rate");
    }

    private Monitor monitor() {
        settings.add("monitor");
        return MonitorReader.read(document.monitor(), surroundings.validates(), faults);
    }

    private <T> T taken(String name, T value, T otherwise) {
        settings.add(name);
        return value == null ? otherwise : value;
    }

    /** The value, or, with a fault noted, one that the schedule takes. */
    private <T> T checked(boolean holds, String name, T value, T otherwise, String rule) {
        return faults.require(holds, name, rule) ? value : otherwise;
    }
}
