package dev.chainrule.graph;

import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;

/** What a node makes of the nodes that go into it. */
public sealed interface Operator {
    /** The contract's name, in upper case. */
    String name();

    /** How many nodes go into it at least. */
    default int fewestInputs() {
        return 1;
    }

    /** How many at most. */
    default int mostInputs() {
        return fewestInputs();
    }

    /** Sums and products. Those of element with element repeat a side that has one row or one column. */
    enum Arithmetic implements Operator {
        /** X·W + b; b may be left out. */
        LINEAR(2, 3),
        /** A·B. */
        MATMUL(2, 2),
        /** A + B + …, element by element. */
        ADD(2, Integer.MAX_VALUE),
        /** A − B, element by element. */
        SUBTRACT(2, 2),
        /** A ⊙ B ⊙ …, element by element. */
        MULTIPLY(2, Integer.MAX_VALUE),
        /** A / B, element by element. */
        DIVIDE(2, 2),
        /** A to the power of B, element by element. */
        POWER(2, 2),
        /** Of all elements, 1 × 1. */
        SUM(1, 1),
        /** Of all elements, 1 × 1. */
        MEAN(1, 1),
        /** A, B, … side by side. */
        CONCAT(2, Integer.MAX_VALUE);

        private final int fewestInputs;
        private final int mostInputs;

        Arithmetic(int fewestInputs, int mostInputs) {
            this.fewestInputs = fewestInputs;
            this.mostInputs = mostInputs;
        }

        boolean isElementwise() {
            return switch (this) {
                case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER -> true;
                case LINEAR, MATMUL, SUM, MEAN, CONCAT -> false;
            };
        }

        @Override
        public int fewestInputs() {
            return fewestInputs;
        }

        @Override
        public int mostInputs() {
            return mostInputs;
        }
    }

    /** A function of every element, by {@link StrictMath}, so that it gives the same bits on every machine. */
    enum Function implements Operator {
        NEGATE, EXP, LOG, SIN, COS, TAN, SQRT, ABS;
    }

    /** An activation, as layers have it. */
    record ActivationOf(Activation activation) implements Operator {
        @Override
        public String name() {
            return activation.name();
        }
    }

    /** A loss of targets, which go in first, and of a prediction, 1 × 1. */
    record LossOf(Loss loss) implements Operator {
        @Override
        public String name() {
            return loss.name();
        }

        @Override
        public int fewestInputs() {
            return 2;
        }
    }
}
