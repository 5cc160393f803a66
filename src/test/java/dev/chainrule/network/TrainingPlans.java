package dev.chainrule.network;

/** Copies of training plans that differ in one setting. */
public final class TrainingPlans {
    private TrainingPlans() {}

    public static TrainingPlan withSchedule(TrainingPlan plan, LearningRateSchedule schedule) {
        return new TrainingPlan(
                plan.epochs(), plan.batchSize(), plan.optimizer(), schedule, plan.shuffle(), plan.seed(), plan.metric(),
                plan.clipNorm(), plan.stopAtCost(), plan.maxSeconds(), plan.earlyStopping());
    }

    public static TrainingPlan withShuffle(TrainingPlan plan, boolean shuffle) {
        return new TrainingPlan(
                plan.epochs(), plan.batchSize(), plan.optimizer(), plan.schedule(), shuffle, plan.seed(), plan.metric(),
                plan.clipNorm(), plan.stopAtCost(), plan.maxSeconds(), plan.earlyStopping());
    }

    public static TrainingPlan withClipNorm(TrainingPlan plan, double clipNorm) {
        return new TrainingPlan(
                plan.epochs(), plan.batchSize(), plan.optimizer(), plan.schedule(), plan.shuffle(), plan.seed(),
                plan.metric(), clipNorm, plan.stopAtCost(), plan.maxSeconds(), plan.earlyStopping());
    }

    public static TrainingPlan withStopAtCost(TrainingPlan plan, double stopAtCost) {
        return new TrainingPlan(
                plan.epochs(), plan.batchSize(), plan.optimizer(), plan.schedule(), plan.shuffle(), plan.seed(),
                plan.metric(), plan.clipNorm(), stopAtCost, plan.maxSeconds(), plan.earlyStopping());
    }

    public static TrainingPlan withEarlyStopping(TrainingPlan plan, EarlyStopping earlyStopping) {
        return new TrainingPlan(
                plan.epochs(), plan.batchSize(), plan.optimizer(), plan.schedule(), plan.shuffle(), plan.seed(),
                plan.metric(), plan.clipNorm(), plan.stopAtCost(), plan.maxSeconds(), earlyStopping);
    }
}
