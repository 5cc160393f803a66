package dev.chainrule.graph;

import dev.chainrule.network.Initializer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definition of a node of a graph. */
public sealed interface NodeDefinition {
    /** Unique in its graph. */
    String name();

    /** The names of the nodes that it uses, in order. */
    default List<String> inputs() {
        return List.of();
    }

    /** Rows of the value that is given in the definition. */
    default long givenRows() {
        return 0;
    }

    /** Numbers of the value that is given in the definition. */
    default long givenNumbers() {
        return 0;
    }

    /**
     * Numbers from a row of the samples: n × size.
     *
     * @param target whether they are targets
     * @param size {@link ShapeInference#UNKNOWN} if it is to be inferred
     */
    record Input(String name, boolean target, int size) implements NodeDefinition {}

    /**
     * Numbers that are trained.
     *
     * @param initializer the initial numbers, with rows as fan-in and columns as fan-out; null: those of the value, or 0
     * @param value the initial numbers, rows × columns; null: those of the initializer
     * @param l1 weight of the penalty l1·Σ|w| that training adds to the cost
     * @param l2 weight of the penalty l2/2·Σw²
     */
    record Parameter(
            String name, int rows, int columns, @Nullable Initializer initializer, double @Nullable [][] value,
            double l1,
            double l2)
            implements
                NodeDefinition {
        public Parameter {
            value = value == null ? null : copy(value);
        }

        /** Numbers that start at 0. */
        public static Parameter zeros(String name, int rows, int columns, double l1, double l2) {
            return new Parameter(name, rows, columns, null, null, l1, l2);
        }

        Parameter withInitializer(Initializer initializer) {
            return new Parameter(name, rows, columns, initializer, null, l1, l2);
        }

        /** A copy: a definition does not change. */
        @Override
        public double @Nullable [][] value() {
            return value == null ? null : copy(value);
        }

        @Override
        public long givenRows() {
            return value == null ? 0 : value.length;
        }

        @Override
        public long givenNumbers() {
            return value == null || value.length == 0 ? 0 : (long) value.length * value[0].length;
        }
    }

    /** Numbers that never change, the same for every row. */
    record Constant(String name, double[][] value) implements NodeDefinition {
        public Constant {
            value = copy(value);
        }

        /** A copy: a definition does not change. */
        @Override
        public double[][] value() {
            return copy(value);
        }

        @Override
        public long givenRows() {
            return value.length;
        }

        @Override
        public long givenNumbers() {
            return value.length == 0 ? 0 : (long) value.length * value[0].length;
        }
    }

    /** Numbers that are computed from other nodes. */
    record Operation(String name, Operator operator, List<String> inputs) implements NodeDefinition {
        public Operation {
            inputs = List.copyOf(inputs);
        }

        public Operation(String name, Operator operator, String... inputs) {
            this(name, operator, List.of(inputs));
        }
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
