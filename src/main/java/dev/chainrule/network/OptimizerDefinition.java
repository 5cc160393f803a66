package dev.chainrule.network;

/**
 * The rule by which parameters are updated with their gradient g. In the formulas p is a parameter, η the learning rate, t counts steps
 * from 1, and everything else starts at 0. The formulas are PyTorch's, the defaults those that the authors published; where they published
 * none, PyTorch's.
 */
public sealed interface OptimizerDefinition {
    /** η. */
    double learningRate();

    /** Number of state values for each parameter. */
    default int matrices() {
        return switch (this) {
            case Sgd _ -> 0;
            case Momentum _,Nesterov _,Adagrad _,Rmsprop _ -> 1;
            case Adadelta _,Adam _,Adamw _,Adamax _,Nadam _ -> 2;
            case Amsgrad _ -> 3;
        };
    }

    /** p ← p − η·g. */
    record Sgd(double learningRate) implements OptimizerDefinition {
        /**
         * Bengio, Practical recommendations for gradient-based training (2012), section 3.1.1: "a default value of
         * 0.01".
         */
        public static final double LEARNING_RATE = 0.01;

        public Sgd {
            NumberRule.POSITIVE.require("learningRate", learningRate);
        }
    }

    /** v ← μ·v + g, p ← p − η·v. */
    record Momentum(double learningRate, double momentum) implements OptimizerDefinition {
        /** As for {@link Sgd}, which is the special case μ = 0. */
        public static final double LEARNING_RATE = Sgd.LEARNING_RATE;
        /**
         * Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks (2012),
         * section 5.
         */
        public static final double MOMENTUM = 0.9;

        public Momentum {
            NumberRule.POSITIVE.require("learningRate", learningRate);
            NumberRule.FRACTION.require("momentum", momentum);
        }
    }

    /**
     * v ← μ·v + g, p ← p − η·(g + μ·v). Sutskever et al.: On the importance of initialization and momentum in deep
     * learning (2013).
     */
    record Nesterov(double learningRate, double momentum) implements OptimizerDefinition {
        public static final double LEARNING_RATE = Sgd.LEARNING_RATE;
        /** Sutskever et al. (2013), section 3: the smallest of the maxima that they tried. */
        public static final double MOMENTUM = 0.9;

        public Nesterov {
            NumberRule.POSITIVE.require("learningRate", learningRate);
            NumberRule.FRACTION.require("momentum", momentum);
        }
    }

    /**
     * s ← s + g², p ← p − η·g/(√s + ε). Duchi, Hazan, Singer: Adaptive subgradient methods (2011), which sets neither η
     * nor ε.
     */
    record Adagrad(double learningRate, double epsilon) implements OptimizerDefinition {
        /** PyTorch, torch.optim.Adagrad. */
        public static final double LEARNING_RATE = 0.01;
        /** PyTorch, torch.optim.Adagrad. */
        public static final double EPSILON = 1e-10;

        public Adagrad {
            NumberRule.POSITIVE.require("learningRate", learningRate);
            NumberRule.POSITIVE.require("epsilon", epsilon);
        }
    }

    /**
     * s ← ρ·s + (1−ρ)·g², Δ = √(d + ε)/√(s + ε)·g, d ← ρ·d + (1−ρ)·Δ², p ← p − η·Δ. Zeiler: ADADELTA (2012), algorithm
     * 1.
     */
    record Adadelta(double learningRate, double rho, double epsilon) implements OptimizerDefinition {
        /** Algorithm 1 has no learning rate: 1. */
        public static final double LEARNING_RATE = 1;
        /** Section 4.1. (PyTorch has 0.9.) */
        public static final double RHO = 0.95;
        /** Section 4.1. */
        public static final double EPSILON = 1e-6;

        public Adadelta {
            NumberRule.POSITIVE.require("learningRate", learningRate);
            NumberRule.FRACTION.require("rho", rho);
            NumberRule.POSITIVE.require("epsilon", epsilon);
        }
    }

    /**
     * s ← ρ·s + (1−ρ)·g², p ← p − η·g/(√s + ε). Tieleman, Hinton: Neural networks for machine learning, lecture 6e
     * (2012).
     */
    record Rmsprop(double learningRate, double rho, double epsilon) implements OptimizerDefinition {
        /**
         * The lecture gives none; Ruder, An overview of gradient descent optimization algorithms (2016), section 4.5,
         * names 0.001.
         */
        public static final double LEARNING_RATE = 0.001;
        /** Lecture 6e, slide 29. (PyTorch has 0.99.) */
        public static final double RHO = 0.9;
        /** PyTorch, torch.optim.RMSprop. */
        public static final double EPSILON = 1e-8;

        public Rmsprop {
            NumberRule.POSITIVE.require("learningRate", learningRate);
            NumberRule.FRACTION.require("rho", rho);
            NumberRule.POSITIVE.require("epsilon", epsilon);
        }
    }

    /**
     * m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², p ← p − η/(1−β₁ᵗ)·m/(√v/√(1−β₂ᵗ) + ε).
     *
     * <p>Kingma, Ba: Adam, a method for stochastic optimization (2015), algorithm 1.
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements OptimizerDefinition {
        /** Algorithm 1. */
        public static final double LEARNING_RATE = 0.001;
        /** Algorithm 1. */
        public static final double BETA1 = 0.9;
        /** Algorithm 1. */
        public static final double BETA2 = 0.999;
        /** Algorithm 1. */
        public static final double EPSILON = 1e-8;

        public Adam {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }
    }

    /**
     * {@link Adam} with the largest v so far in place of v. Reddi, Kale, Kumar: On the convergence of Adam and beyond
     * (2018), which tunes η in its experiments: the defaults are Adam's.
     */
    record Amsgrad(double learningRate, double beta1, double beta2, double epsilon) implements OptimizerDefinition {
        public static final double LEARNING_RATE = Adam.LEARNING_RATE;
        public static final double BETA1 = Adam.BETA1;
        public static final double BETA2 = Adam.BETA2;
        public static final double EPSILON = Adam.EPSILON;

        public Amsgrad {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }
    }

    /**
     * First p ← (1 − η·weightDecay)·p for weights, not biases; then {@link Adam}. Loshchilov, Hutter: Decoupled weight
     * decay (2019).
     */
    record Adamw(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements
                OptimizerDefinition {
        public static final double LEARNING_RATE = Adam.LEARNING_RATE;
        public static final double BETA1 = Adam.BETA1;
        public static final double BETA2 = Adam.BETA2;
        public static final double EPSILON = Adam.EPSILON;
        /** PyTorch, torch.optim.AdamW; the paper tunes it. */
        public static final double WEIGHT_DECAY = 0.01;

        public Adamw {
            requireMoments(learningRate, beta1, beta2, epsilon);
            NumberRule.NOT_NEGATIVE.require("weightDecay", weightDecay);
        }
    }

    /** m as in {@link Adam}, u ← max(β₂·u, |g| + ε), p ← p − η/(1−β₁ᵗ)·m/u. Kingma, Ba (2015), algorithm 2. */
    record Adamax(double learningRate, double beta1, double beta2, double epsilon) implements OptimizerDefinition {
        /** Algorithm 2. */
        public static final double LEARNING_RATE = 0.002;
        /** Algorithm 2. */
        public static final double BETA1 = 0.9;
        /** Algorithm 2. */
        public static final double BETA2 = 0.999;
        /** PyTorch, torch.optim.Adamax; algorithm 2 has none and divides by 0 where every gradient was 0. */
        public static final double EPSILON = 1e-8;

        public Adamax {
            requireMoments(learningRate, beta1, beta2, epsilon);
        }
    }

    /**
     * m and v as in {@link Adam}, μₜ = β₁·(1 − ½·0.96^(t·ψ)), Πₜ = μ₁·…·μₜ,
     * p ← p − η·((1−μₜ)/(1−Πₜ)·g + μₜ₊₁/(1−Πₜ·μₜ·μₜ₊₁)·m)/(√(v/(1−β₂ᵗ)) + ε). ψ is {@code momentumDecay}.
     *
     * <p>Dozat: Incorporating Nesterov momentum into Adam (2016). This is what PyTorch computes up to 1.13.0a0, which
     * the reference cases come from: it counts μₜ twice in the correction of m, where the paper and later versions have
     * 1 − Πₜ·μₜ₊₁. The factor of m is 12 % smaller in the first step for it and 0.1 % in the seventh.
     */
    record Nadam(double learningRate, double beta1, double beta2, double epsilon, double momentumDecay)
            implements
                OptimizerDefinition {
        /** Dozat's implementation in Keras 1; PyTorch, torch.optim.NAdam. */
        public static final double LEARNING_RATE = 0.002;

        public static final double BETA1 = Adam.BETA1;
        public static final double BETA2 = Adam.BETA2;
        public static final double EPSILON = Adam.EPSILON;
        /** The paper's schedule 0.96^(t/250). */
        public static final double MOMENTUM_DECAY = 0.004;

        public Nadam {
            requireMoments(learningRate, beta1, beta2, epsilon);
            NumberRule.NOT_NEGATIVE.require("momentumDecay", momentumDecay);
        }
    }

    private static void requireMoments(double learningRate, double beta1, double beta2, double epsilon) {
        NumberRule.POSITIVE.require("learningRate", learningRate);
        NumberRule.FRACTION.require("beta1", beta1);
        NumberRule.FRACTION.require("beta2", beta2);
        NumberRule.POSITIVE.require("epsilon", epsilon);
    }
}
