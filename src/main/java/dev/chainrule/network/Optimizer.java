package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.OptimizerSteps;

/**
 * Moves parameters along their gradient, with the state that takes. The formulas stand at {@link OptimizerDefinition};
 * what depends on the step's number alone is computed here in double, the rest by the matrix operations over all
 * parameters at once.
 */
final class Optimizer {
    /** One step; allocates nothing. */
    @FunctionalInterface
    private interface Rule {
        /** @param t the step's number, from 1 */
        void apply(long t);
    }

    private final Rule rule;
    private long steps;

    private Optimizer(Rule rule) {
        this.rule = rule;
    }

    /**
     * @param parameters changed by every step
     * @param gradient read by every step
     */
    static Optimizer of(
            OptimizerDefinition definition, Parameters parameters, Parameters gradient, MatrixOperations operations) {
        return new Optimizer(rule(definition, parameters, gradient, operations));
    }

    void step() {
        rule.apply(++steps);
    }

    private static Rule rule(
            OptimizerDefinition definition, Parameters parameters, Parameters gradient, MatrixOperations operations) {
        Matrix p = parameters.flat();
        Matrix g = gradient.flat();
        OptimizerSteps step = operations.steps();
        return switch (definition) {
            case OptimizerDefinition.Sgd(double learningRate) -> _ -> step.sgd(p, g, learningRate);
            case OptimizerDefinition.Momentum(double learningRate, double momentum) -> {
                Matrix v = zerosLike(p);
                yield _ -> step.momentum(p, g, v, learningRate, momentum);
            }
            case OptimizerDefinition.Nesterov(double learningRate, double momentum) -> {
                Matrix v = zerosLike(p);
                yield _ -> step.nesterov(p, g, v, learningRate, momentum);
            }
            case OptimizerDefinition.Adagrad(double learningRate, double epsilon) -> {
                Matrix s = zerosLike(p);
                yield _ -> step.adagrad(p, g, s, learningRate, epsilon);
            }
            case OptimizerDefinition.Adadelta(double learningRate, double rho, double epsilon) -> {
                Matrix s = zerosLike(p);
                Matrix d = zerosLike(p);
                yield _ -> step.adadelta(p, g, s, d, learningRate, rho, epsilon);
            }
            case OptimizerDefinition.Rmsprop(double learningRate, double rho, double epsilon) -> {
                Matrix s = zerosLike(p);
                yield _ -> step.rmsprop(p, g, s, learningRate, rho, epsilon);
            }
            case OptimizerDefinition.Adam(double learningRate, double beta1, double beta2, double epsilon) ->
                adam(p, g, learningRate, beta1, beta2, epsilon, step);
            case OptimizerDefinition.Amsgrad(double learningRate, double beta1, double beta2, double epsilon) -> {
                Matrix m = zerosLike(p);
                Matrix v = zerosLike(p);
                Matrix vMax = zerosLike(p);
                yield t -> step.amsgrad(
                        p,
                        g,
                        m,
                        v,
                        vMax,
                        beta1,
                        beta2,
                        learningRate / BiasCorrection.of(beta1, t),
                        Math.sqrt(BiasCorrection.of(beta2, t)),
                        epsilon);
            }
            case OptimizerDefinition.Adamw adamw -> {
                double kept = 1 - adamw.learningRate() * adamw.weightDecay();
                Rule adam = adam(
                        p, g, adamw.learningRate(), adamw.beta1(), adamw.beta2(), adamw.epsilon(), step);
                yield t -> {
                    for (int l = 0; l < parameters.layers(); l++) {
                        operations.scale(kept, parameters.weights(l));
                    }
                    adam.apply(t);
                };
            }
            case OptimizerDefinition.Adamax(double learningRate, double beta1, double beta2, double epsilon) -> {
                Matrix m = zerosLike(p);
                Matrix u = zerosLike(p);
                yield t -> step.adamax(
                        p, g, m, u, beta1, beta2, learningRate / BiasCorrection.of(beta1, t), epsilon);
            }
            case OptimizerDefinition.Nadam nadam -> new NadamRule(nadam, p, g, step);
        };
    }

    private static Rule adam(
            Matrix p,
            Matrix g,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            OptimizerSteps step) {
        Matrix m = zerosLike(p);
        Matrix v = zerosLike(p);
        return t -> step.adam(
                p,
                g,
                m,
                v,
                beta1,
                beta2,
                learningRate / BiasCorrection.of(beta1, t),
                Math.sqrt(BiasCorrection.of(beta2, t)),
                epsilon);
    }

    private static Matrix zerosLike(Matrix p) {
        return Matrix.zeros(p.precision(), p.rows(), p.columns());
    }

    private static final class NadamRule implements Rule {
        /** Of 0.96, the basis of Dozat's schedule. */
        private static final double LOG_OF_BASIS = StrictMath.log(0.96);

        private final OptimizerDefinition.Nadam definition;
        private final Matrix p;
        private final Matrix g;
        private final Matrix m;
        private final Matrix v;
        private final OptimizerSteps step;
        /** Πₜ = μ₁·…·μₜ. */
        private double product = 1;

        NadamRule(OptimizerDefinition.Nadam definition, Matrix p, Matrix g, OptimizerSteps step) {
            this.definition = definition;
            this.p = p;
            this.g = g;
            this.m = zerosLike(p);
            this.v = zerosLike(p);
            this.step = step;
        }

        @Override
        public void apply(long t) {
            double momentum = momentum(t);
            double nextMomentum = momentum(t + 1);
            product *= momentum;
            double learningRate = definition.learningRate();
            step.nadam(
                    p,
                    g,
                    m,
                    v,
                    definition.beta1(),
                    definition.beta2(),
                    learningRate * (1 - momentum) / (1 - product),
                    learningRate * nextMomentum / (1 - product * momentum * nextMomentum),
                    Math.sqrt(BiasCorrection.of(definition.beta2(), t)),
                    definition.epsilon());
        }

        /** μₜ, whose 0.96^(t·ψ) is e^(t·ψ·ln 0.96) here: StrictMath.pow allocates. */
        private double momentum(long t) {
            double decay = StrictMath.exp(t * definition.momentumDecay() * LOG_OF_BASIS);
            return definition.beta1() * (1 - 0.5 * decay);
        }
    }
}
