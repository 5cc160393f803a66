package dev.chainrule.graph;

import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a node's value is computed from its inputs. */
public sealed interface Operator {
    /** In upper case; in lower case it is the name in JSON. */
    String name();

    default int fewestInputs() {
        return 1;
    }

    default int mostInputs() {
        return fewestInputs();
    }

    /** Every operator once. */
    static List<Operator> all() {
        var all = new ArrayList<Operator>();
        all.addAll(List.of(Product.values()));
        all.addAll(List.of(Broadcast.values()));
        all.addAll(List.of(Reduction.values()));
        all.add(new Concat());
        all.addAll(List.of(Function.values()));
        Arrays.stream(Activation.values()).map(ActivationOf::new).forEach(all::add);
        Arrays.stream(Loss.values()).map(LossOf::new).forEach(all::add);
        return all;
    }

    /** A matrix product. */
    enum Product implements Operator {
        /** X·W + b; b may be left out. */
        LINEAR(3),
        /** A·B. */
        MATMUL(2);

        private final int mostInputs;

        Product(int mostInputs) {
            this.mostInputs = mostInputs;
        }

        @Override
        public int fewestInputs() {
            return 2;
        }

        @Override
        public int mostInputs() {
            return mostInputs;
        }
    }

    /** Element by element; an operand that has one row or one column is broadcast. */
    enum Broadcast implements Operator {
        /** A + B + … */
        ADD(Integer.MAX_VALUE),
        /** A − B. */
        SUBTRACT(2),
        /** A ⊙ B ⊙ … */
        MULTIPLY(Integer.MAX_VALUE),
        /** A / B. */
        DIVIDE(2),
        /** A to the power of B. */
        POWER(2);

        private final int mostInputs;

        Broadcast(int mostInputs) {
            this.mostInputs = mostInputs;
        }

        @Override
        public int fewestInputs() {
            return 2;
        }

        @Override
        public int mostInputs() {
            return mostInputs;
        }
    }

    /** Reduces all elements to one number, 1 × 1. */
    enum Reduction implements Operator {
        SUM, MEAN;
    }

    /** A, B, … side by side. */
    record Concat() implements Operator {
        @Override
        public String name() {
            return "CONCAT";
        }

        @Override
        public int fewestInputs() {
            return 2;
        }

        @Override
        public int mostInputs() {
            return Integer.MAX_VALUE;
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

    /** A loss of targets, the first input, and a prediction, the second; 1 × 1. */
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
