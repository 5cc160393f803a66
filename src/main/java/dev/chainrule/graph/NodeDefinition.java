package dev.chainrule.graph;

import dev.chainrule.network.Initializer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a graph, as its author described it. */
public sealed interface NodeDefinition {
    /** Unique in its graph. */
    String name();

    /** The names of the nodes that go into it, in order. */
    default List<String> inputs() {
        return List.of();
    }

    /** Rows of the value that it gives. */
    default long givenRows() {
        return 0;
    }

    /** Numbers of the value that it gives. */
    default long givenNumbers() {
        return 0;
    }

    /**
     * Numbers that come from a row of the samples: n × size.
     *
     * @param target whether they are what should come out
     * @param size {@link ShapeInference#UNKNOWN} where it is still to be found
     */
    record Input(String name, boolean target, int size) implements NodeDefinition {}

    /**
     * Numbers that training changes.
     *
     * @param initializer how they start, with rows as fan-in and columns as fan-out; null: as the value says, or at 0
     * @param value how they start, rows × columns; null: as the initializer says
     * @param l1 weight of the penalty l1·Σ|w|, which training adds to the cost
     * @param l2 weight of the penalty l2/2·Σw²
     */
    record Parameter(
            String name, int rows, int columns, @Nullable Initializer initializer, double @Nullable [][] value, double l1,
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

    /** What is computed from other nodes. */
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
