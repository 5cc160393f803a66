package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.OptimizerSteps;
import dev.chainrule.matrix.RegionWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Updates parameters by their gradient, and holds the state that this needs. The formulas are in {@link OptimizerDefinition}; what depends
 * only on the number of the step is computed here in double, the rest by matrix operations.
 *
 * <p>A step begins with {@link #beginStep()}; then every parameter is updated once, all together or in ranges, which several threads may
 * update at once. Nothing is allocated.
 */
public final class Optimizer {
    /** The update rule of one kind of optimiser. */
    private interface UpdateRule {
        /**
         * Computes what depends on the number of the step.
         *
         * @param t the step's number, from 1
         */
        default void begin(long t, double learningRate) {}

        /** Updates the parameters from … from + length − 1. */
        void update(int from, int length, double learningRate);

        /** The part of its state that is neither in its {@link RuleMatrices} nor computed in every step. */
        default double[] numbers() {
            return NO_NUMBERS;
        }

        /** @param numbers as {@link #numbers()} gave them */
        default void remember(double[] numbers) {}
    }

    /** Creates the matrices of a rule's state, one number for each parameter, and keeps them in their order. */
    private static final class RuleMatrices {
        private final Matrix parameters;
        private final List<Matrix> matrices = new ArrayList<>();

        RuleMatrices(Matrix parameters) {
            this.parameters = parameters;
        }

        Matrix zeros() {
            var matrix = Matrix.zeros(parameters.precision(), parameters.rows(), parameters.columns());
            matrices.add(matrix);
            return matrix;
        }
    }

    /**
     * The state between two steps.
     *
     * @param kind of optimiser
     * @param matrices the rule's, each of the parameters' shape, in the order of its formula
     */
    record OptimizerState(String kind, long steps, double[] numbers, List<Matrix> matrices) {}

    private static final double[] NO_NUMBERS = {};

    private final String kind;
    private final Matrix parameters;
    private final List<Trainable.Span> decayedSpans;
    private final MatrixOperations operations;
    private final RuleMatrices memory;
    private final UpdateRule rule;
    /** Of decoupled weight decay; 0 without. */
    private final double weightDecay;

    private final RegionWork updateRegions = (_, _, from, length) -> update(from, length);
    private double learningRate;
    /** Share of a weight that decoupled weight decay leaves; 1 without. */
    private double keptByDecay;

    private long steps;

    private Optimizer(
            OptimizerDefinition definition, Trainable trained, Matrix gradient, MatrixOperations operations) {
        this.kind = definition.getClass().getSimpleName();
        this.parameters = trained.parameters();
        this.decayedSpans = trained.decayedSpans();
        this.operations = operations;
        this.memory = new RuleMatrices(parameters);
        this.rule = rule(definition, parameters, gradient, memory, operations.steps());
        this.weightDecay = definition instanceof OptimizerDefinition.Adamw adamw ? adamw.weightDecay() : 0;
        learningRate(definition.learningRate());
    }

    /**
     * @param trained its parameters are changed by every step
     * @param gradient read by every step
     */
    static Optimizer of(
            OptimizerDefinition definition, Trainable trained, Matrix gradient, MatrixOperations operations) {
        return new Optimizer(definition, trained, gradient, operations);
    }

    /** A copy. */
    OptimizerState state() {
        return new OptimizerState(kind, steps, rule.numbers(), memory.matrices.stream().map(Matrix::copy).toList());
    }

    /** @throws IllegalArgumentException if the state does not fit, so that {@link #restore} is not possible */
    void requireFit(OptimizerState state) {
        if (!state.kind().equals(kind)) {
            throw new IllegalArgumentException(
                    "the state's optimiser must be " + kind + " as the plan's is, but is " + state.kind());
        }
        int numbers = rule.numbers().length;
        if (state.matrices().size() != memory.matrices.size() || state.numbers().length != numbers) {
            throw new IllegalArgumentException("the state of " + kind + " must have " + memory.matrices.size()
                    + " matrices and " + numbers + " numbers, but has " + state.matrices().size() + " and "
                    + state.numbers().length);
        }
    }

    /** Continues from the state of another optimiser. */
    void restore(OptimizerState state) {
        steps = state.steps();
        rule.remember(state.numbers());
        for (int i = 0; i < memory.matrices.size(); i++) {
            memory.matrices.get(i).copyFrom(state.matrices().get(i));
        }
    }

    /** Sets the rate of the following steps, and of their weight decay; initially it is the definition's. */
    void learningRate(double learningRate) {
        this.learningRate = learningRate;
        keptByDecay = 1 - learningRate * weightDecay;
    }

    void beginStep() {
        rule.begin(++steps, learningRate);
    }

    /** Updates all parameters, shared out to the compute team. */
    void updateAll() {
        operations.share(parameters, updateRegions);
    }

    /** Updates the parameters from … from + length − 1, after weight decay. */
    void update(int from, int length) {
        for (int s = 0; keptByDecay != 1 && s < decayedSpans.size(); s++) {
            var span = decayedSpans.get(s);
            int start = Math.max(from, span.from());
            int end = Math.min(from + length, span.from() + span.length());
            if (start < end) {
                operations.scale(keptByDecay, parameters, start, end - start);
            }
        }
        rule.update(from, length, learningRate);
    }

    private static UpdateRule rule(
            OptimizerDefinition definition, Matrix p, Matrix g, RuleMatrices memory, OptimizerSteps step) {
        return switch (definition) {
            case OptimizerDefinition.Sgd(double _) ->
                (from, length, rate) -> step.sgd(p, g, from, length, rate);
            case OptimizerDefinition.Momentum(double _, double momentum) -> {
                Matrix v = memory.zeros();
                yield (from, length, rate) -> step.momentum(p, g, v, from, length, rate, momentum);
            }
            case OptimizerDefinition.Nesterov(double _, double momentum) -> {
                Matrix v = memory.zeros();
                yield (from, length, rate) -> step.nesterov(p, g, v, from, length, rate, momentum);
            }
            case OptimizerDefinition.Adagrad(double _, double epsilon) -> {
                Matrix s = memory.zeros();
                yield (from, length, rate) -> step.adagrad(p, g, s, from, length, rate, epsilon);
            }
            case OptimizerDefinition.Adadelta(double _, double rho, double epsilon) -> {
                Matrix s = memory.zeros();
                Matrix d = memory.zeros();
                yield (from, length, rate) -> step.adadelta(p, g, s, d, from, length, rate, rho, epsilon);
            }
            case OptimizerDefinition.Rmsprop(double _, double rho, double epsilon) -> {
                Matrix s = memory.zeros();
                yield (from, length, rate) -> step.rmsprop(p, g, s, from, length, rate, rho, epsilon);
            }
            case OptimizerDefinition.Adam(double _, double beta1, double beta2, double epsilon) ->
                new AdamRule(beta1, beta2, epsilon, p, g, memory, step);
            case OptimizerDefinition.Amsgrad(double _, double beta1, double beta2, double epsilon) ->
                new AmsgradRule(beta1, beta2, epsilon, p, g, memory, step);
            case OptimizerDefinition.Adamw adamw ->
                new AdamRule(adamw.beta1(), adamw.beta2(), adamw.epsilon(), p, g, memory, step);
            case OptimizerDefinition.Adamax adamax -> new AdamaxRule(adamax, p, g, memory, step);
            case OptimizerDefinition.Nadam nadam -> new NadamRule(nadam, p, g, memory, step);
        };
    }

    private static class AdamRule implements UpdateRule {
        final double beta1;
        final double beta2;
        final double epsilon;
        final Matrix p;
        final Matrix g;
        final Matrix m;
        final Matrix v;
        final OptimizerSteps step;
        double stepSize;
        double correction2Root;

        AdamRule(
                double beta1, double beta2, double epsilon, Matrix p, Matrix g,
                RuleMatrices memory, OptimizerSteps step) {
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.epsilon = epsilon;
            this.p = p;
            this.g = g;
            this.m = memory.zeros();
            this.v = memory.zeros();
            this.step = step;
        }

        @Override
        public void begin(long t, double learningRate) {
            stepSize = learningRate / BiasCorrection.of(beta1, t);
            correction2Root = Math.sqrt(BiasCorrection.of(beta2, t));
        }

        @Override
        public void update(int from, int length, double learningRate) {
            step.adam(p, g, m, v, from, length, beta1, beta2, stepSize, correction2Root, epsilon);
        }
    }

    private static final class AmsgradRule extends AdamRule {
        private final Matrix vMax;

        AmsgradRule(
                double beta1, double beta2, double epsilon, Matrix p, Matrix g,
                RuleMatrices memory, OptimizerSteps step) {
            super(beta1, beta2, epsilon, p, g, memory, step);
            this.vMax = memory.zeros();
        }

        @Override
        public void update(int from, int length, double learningRate) {
            step.amsgrad(p, g, m, v, vMax, from, length, beta1, beta2, stepSize, correction2Root, epsilon);
        }
    }

    private static final class AdamaxRule implements UpdateRule {
        private final OptimizerDefinition.Adamax definition;
        private final Matrix p;
        private final Matrix g;
        private final Matrix m;
        private final Matrix u;
        private final OptimizerSteps step;
        private double stepSize;

        AdamaxRule(OptimizerDefinition.Adamax definition, Matrix p, Matrix g, RuleMatrices memory,
                OptimizerSteps step) {
            this.definition = definition;
            this.p = p;
            this.g = g;
            this.m = memory.zeros();
            this.u = memory.zeros();
            this.step = step;
        }

        @Override
        public void begin(long t, double learningRate) {
            stepSize = learningRate / BiasCorrection.of(definition.beta1(), t);
        }

        @Override
        public void update(int from, int length, double learningRate) {
            step.adamax(
                    p, g, m, u, from, length, definition.beta1(), definition.beta2(), stepSize, definition.epsilon());
        }
    }

    private static final class NadamRule implements UpdateRule {
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

        private double gradientStep;
        private double momentumStep;
        private double correction2Root;

        NadamRule(OptimizerDefinition.Nadam definition, Matrix p, Matrix g, RuleMatrices memory, OptimizerSteps step) {
            this.definition = definition;
            this.p = p;
            this.g = g;
            this.m = memory.zeros();
            this.v = memory.zeros();
            this.step = step;
        }

        @Override
        public void begin(long t, double learningRate) {
            double momentum = momentum(t);
            double nextMomentum = momentum(t + 1);
            product *= momentum;
            gradientStep = learningRate * (1 - momentum) / (1 - product);
            momentumStep = learningRate * nextMomentum / (1 - product * momentum * nextMomentum);
            correction2Root = Math.sqrt(BiasCorrection.of(definition.beta2(), t));
        }

        @Override
        public void update(int from, int length, double learningRate) {
            step.nadam(
                    p, g, m, v, from, length, definition.beta1(), definition.beta2(), gradientStep, momentumStep,
                    correction2Root, definition.epsilon());
        }

        @Override
        public double[] numbers() {
            return new double[] {product};
        }

        @Override
        public void remember(double[] numbers) {
            product = numbers[0];
        }

        /** μₜ, whose 0.96^(t·ψ) is e^(t·ψ·ln 0.96) here: StrictMath.pow allocates. */
        private double momentum(long t) {
            double decay = StrictMath.exp(t * definition.momentumDecay() * LOG_OF_BASIS);
            return definition.beta1() * (1 - 0.5 * decay);
        }
    }
}
