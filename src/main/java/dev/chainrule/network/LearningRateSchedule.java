package dev.chainrule.network;

/**
 * The learning rate of each epoch; it is constant within an epoch. In the formulas η is the optimiser's learning rate, w =
 * {@code warmupEpochs}, and k = 0, 1, 2, … counts the epochs after the warm-up.
 *
 * <p>In epoch e = 1, 2, … of the warm-up the rate is η·e/(w + 1): it grows in equal steps and reaches η in the epoch after the warm-up.
 * Goyal et al.: Accurate, large minibatch SGD (2017), section 2.2, gradual warm-up, here by epochs instead of batches.
 *
 * <p>All but {@link Plateau} depend on the epoch and the plan only.
 */
public sealed interface LearningRateSchedule {
    /** No warm-up. */
    int WARMUP_EPOCHS = 0;

    /** w, at least 0. */
    int warmupEpochs();

    /** The lowest rate after the warm-up; 0 if the schedule has no such setting. */
    default double minLearningRate() {
        return 0;
    }

    /** η in every epoch, and no warm-up. */
    static LearningRateSchedule constant() {
        return new ConstantRate(0);
    }

    /** η. */
    record ConstantRate(int warmupEpochs) implements LearningRateSchedule {
        public ConstantRate {
            Requirement.atLeast("warmupEpochs", 0, warmupEpochs);
        }
    }

    /** η·factor^⌊k/stepEpochs⌋. */
    record Step(double factor, int stepEpochs, int warmupEpochs) implements LearningRateSchedule {
        /** PyTorch, torch.optim.lr_scheduler.StepLR. */
        public static final double FACTOR = 0.1;
        /** Goyal et al. (2017), section 5.1: after 30, 60 and 80 of 90 epochs. */
        public static final int STEP_EPOCHS = 30;

        public Step {
            NumberRule.SHARE.require("factor", factor);
            Requirement.atLeast("stepEpochs", 1, stepEpochs);
            Requirement.atLeast("warmupEpochs", 0, warmupEpochs);
        }
    }

    /** η·decayᵏ. */
    record Exponential(double decay, int warmupEpochs) implements LearningRateSchedule {
        /** PyTorch, the example of torch.optim.lr_scheduler.ExponentialLR, which has no default. */
        public static final double DECAY = 0.95;

        public Exponential {
            NumberRule.SHARE.require("decay", decay);
            Requirement.atLeast("warmupEpochs", 0, warmupEpochs);
        }
    }

    /**
     * η_min + ½·(η − η_min)·(1 + cos(π·(k mod T)/T)). The cosine falls from η and would reach η_min in the first epoch after the period T;
     * that epoch starts the next period with η, a warm restart.
     *
     * <p>Loshchilov, Hutter: SGDR, stochastic gradient descent with warm restarts (2017), equation 5, with T_mult = 1.
     *
     * @param minLearningRate η_min, at least 0 and at most η
     * @param periodEpochs T; {@link #TO_THE_END}: all epochs of the plan after the warm-up, without a restart
     */
    record Cosine(double minLearningRate, int periodEpochs, int warmupEpochs) implements LearningRateSchedule {
        /** PyTorch, torch.optim.lr_scheduler.CosineAnnealingLR. */
        public static final double MIN_LEARNING_RATE = 0;

        public static final int TO_THE_END = 0;

        public Cosine {
            NumberRule.NOT_NEGATIVE.require("minLearningRate", minLearningRate);
            Requirement.atLeast("periodEpochs", 0, periodEpochs);
            Requirement.atLeast("warmupEpochs", 0, warmupEpochs);
        }
    }

    /**
     * max(η·factorʳ, η_min), where r grows by 1 after {@code patience} consecutive epochs that were not better. An epoch is better than the
     * best so far if its monitored cost is lower by more than minDelta, as for {@link EarlyStopping}. Epochs of the warm-up are ignored.
     *
     * <p>PyTorch, torch.optim.lr_scheduler.ReduceLROnPlateau, whose patience is one less than this one's, with an
     * absolute threshold.
     *
     * @param patience at least 1
     * @param minDelta at least 0
     * @param minLearningRate η_min, at least 0 and at most η
     */
    record Plateau(
            EarlyStopping.Monitor monitor,
            double factor,
            int patience,
            double minDelta,
            double minLearningRate,
            int warmupEpochs)
            implements
                LearningRateSchedule {
        /** PyTorch, torch.optim.lr_scheduler.ReduceLROnPlateau. */
        public static final double FACTOR = 0.1;
        /** PyTorch and Keras, ReduceLROnPlateau. */
        public static final int PATIENCE = 10;
        /** Keras, ReduceLROnPlateau; PyTorch's is relative to the cost. */
        public static final double MIN_DELTA = 1e-4;
        /** PyTorch, torch.optim.lr_scheduler.ReduceLROnPlateau. */
        public static final double MIN_LEARNING_RATE = 0;

        public Plateau {
            Requirement.present("monitor", monitor);
            NumberRule.SHARE.require("factor", factor);
            Requirement.atLeast("patience", 1, patience);
            NumberRule.NOT_NEGATIVE.require("minDelta", minDelta);
            NumberRule.NOT_NEGATIVE.require("minLearningRate", minLearningRate);
            Requirement.atLeast("warmupEpochs", 0, warmupEpochs);
        }
    }
}
