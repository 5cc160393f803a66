package dev.chainrule.graph;

import dev.chainrule.network.Initializer;
import java.util.Arrays;
import java.util.List;

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
     * @param initializer how they start, with rows as fan-in and columns as fan-out
     * @param value how they start instead, rows × columns; null: by the initializer
     * @param l1 weight of the penalty l1·Σ|w|, which training adds to the cost
     * @param l2 weight of the penalty l2/2·Σw²
     */
    record Parameter(
            String name, int rows, int columns, Initializer initializer, double[][] value, double l1, double l2)
            implements
                NodeDefinition {
        public Parameter {
            value = copy(value);
        }

        /** A copy: a definition does not change. */
        @Override
        public double[][] value() {
            return copy(value);
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
            return value == null ? 0 : value.length;
        }

        @Override
        public long givenNumbers() {
            return value == null || value.length == 0 ? 0 : (long) value.length * value[0].length;
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
        return rows == null ? null : Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
