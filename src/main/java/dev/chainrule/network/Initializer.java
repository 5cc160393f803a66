package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;

/** The initial weights of a layer. Biases start at 0. */
public sealed interface Initializer {
    static Initializer zeros() {
        return new Zeros();
    }

    /** Limit 1, the API's default of {@code uniform}. */
    static Initializer uniform() {
        return new Uniform(1);
    }

    static Initializer glorotUniform() {
        return new Scaled(Scale.GLOROT, Distribution.UNIFORM);
    }

    static Initializer heUniform() {
        return new Scaled(Scale.HE, Distribution.UNIFORM);
    }

    /** All weights 0. If all layers start so, the units of a layer always stay equal to each other. */
    record Zeros() implements Initializer {}

    /** Normally distributed around 0, not truncated. */
    record Normal(double standardDeviation) implements Initializer {
        public Normal {
            NumberRule.POSITIVE.require("standardDeviation", standardDeviation);
        }
    }

    /** Uniformly distributed in [−limit, limit). */
    record Uniform(double limit) implements Initializer {
        public Uniform {
            NumberRule.POSITIVE.require("limit", limit);
        }
    }

    /** With a variance that follows from the layer's size. */
    record Scaled(Scale scale, Distribution distribution) implements Initializer {
        public Scaled {
            Requirement.present("scale", scale);
            Requirement.present("distribution", distribution);
        }
    }

    /** The variance of the weights. */
    enum Scale {
        /**
         * 2/(fanIn + fanOut). Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks
         * (2010), eq. 16.
         */
        GLOROT,
        /** 2/fanIn. He et al.: Delving deep into rectifiers (2015), eq. 10. */
        HE,
        /** 1/fanIn. LeCun et al.: Efficient BackProp (1998), eq. 16. */
        LECUN;

        double variance(int fanIn, int fanOut) {
            return switch (this) {
                case GLOROT -> 2.0 / ((double) fanIn + fanOut);
                case HE -> 2.0 / fanIn;
                case LECUN -> 1.0 / fanIn;
            };
        }
    }

    /** The shape of the distribution of the weights. */
    enum Distribution {
        /** Uniform, in ±√(3·variance). */
        UNIFORM,
        /** Normal, not truncated. */
        NORMAL
    }

    /** The default initializer: he_uniform for ReLU and its variants, else glorot_uniform. */
    static Initializer defaultFor(Activation activation) {
        return activation.isRectifier() ? heUniform() : glorotUniform();
    }

    /**
     * Fills the weights row by row.
     *
     * @param weights fanIn × fanOut; overwritten
     * @param random one number is drawn for each uniform weight, two for each normal one
     */
    default void fill(Matrix weights, RandomStream random) {
        int fanIn = weights.rows();
        int fanOut = weights.columns();
        switch (this) {
            case Zeros() -> weights.fill(0);
            case Normal(double standardDeviation) -> fillNormal(weights, standardDeviation, random);
            case Uniform(double limit) -> fillUniform(weights, limit, random);
            case Scaled(Scale scale, Distribution distribution) -> {
                double variance = scale.variance(fanIn, fanOut);
                switch (distribution) {
                    case UNIFORM -> fillUniform(weights, StrictMath.sqrt(3 * variance), random);
                    case NORMAL -> fillNormal(weights, StrictMath.sqrt(variance), random);
                }
            }
        }
    }

    private static void fillNormal(Matrix weights, double standardDeviation, RandomStream random) {
        for (int i = 0; i < weights.rows(); i++) {
            for (int j = 0; j < weights.columns(); j++) {
                weights.set(i, j, standardDeviation * random.nextGaussian());
            }
        }
    }

    private static void fillUniform(Matrix weights, double limit, RandomStream random) {
        for (int i = 0; i < weights.rows(); i++) {
            for (int j = 0; j < weights.columns(); j++) {
                weights.set(i, j, limit * (2 * random.nextDouble() - 1));
            }
        }
    }
}
