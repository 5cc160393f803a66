package dev.chainrule.preprocessing;

import dev.chainrule.network.Loss;
import dev.chainrule.network.Metric;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What a network's outputs mean. */
public enum Task {
    /** One of several classes: the one with the largest output. */
    MULTICLASS,
    /** One of two classes: the second one if the output is at least ½. */
    BINARY,
    /** Several labels, each of which a row has or has not: it has those whose output is at least ½. */
    MULTILABEL,
    /** Numbers. */
    REGRESSION;

    public static Task of(Preprocessing preprocessing, Loss loss) {
        return switch (preprocessing.targets().getFirst()) {
            case ColumnEncoder.OneHot _ -> MULTICLASS;
            case ColumnEncoder.Binary _ -> BINARY;
            case ColumnEncoder.Numeric _ -> ofNumbers(preprocessing.outputs(), loss);
        };
    }

    /** What outputs mean that were trained with numeric targets. */
    static Task ofNumbers(int outputs, Loss loss) {
        return switch (loss) {
            case CATEGORICAL_CROSS_ENTROPY -> MULTICLASS;
            case BINARY_CROSS_ENTROPY -> outputs == 1 ? BINARY : MULTILABEL;
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER -> REGRESSION;
        };
    }

    /** What is measured beside the cost. */
    public Metric metric(Preprocessing preprocessing) {
        return switch (this) {
            case MULTICLASS -> new Metric.Multiclass();
            case BINARY, MULTILABEL -> new Metric.Multilabel();
            case REGRESSION -> new Metric.Regression(preprocessing.outputScale());
        };
    }

    /** Whether every row is of exactly one class. */
    public boolean decidesOneClass() {
        return switch (this) {
            case MULTICLASS, BINARY -> true;
            case MULTILABEL, REGRESSION -> false;
        };
    }

    /**
     * The class that outputs, or targets, stand for: the index of the largest (the first of equals), or 0 or 1.
     *
     * @return empty if an output is not a number
     * @throws IllegalStateException if this task does not {@linkplain #decidesOneClass() decide one}
     */
    public OptionalInt classOf(double[] outputs) {
        for (double output : outputs) {
            if (Double.isNaN(output)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(
                switch (this) {
                    case MULTICLASS -> largest(outputs);
                    case BINARY -> outputs[0] >= 0.5 ? 1 : 0;
                    case MULTILABEL, REGRESSION -> throw new IllegalStateException(this + " decides no class");
                });
    }

    private static int largest(double[] outputs) {
        int largest = 0;
        for (int i = 1; i < outputs.length; i++) {
            if (outputs[i] > outputs[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /** How many classes there are to decide between. */
    public int classes(Preprocessing preprocessing) {
        return this == BINARY ? 2 : preprocessing.outputs();
    }

    /** The names of the classes there are to decide between: the categories, or 0, 1, … as {@link #classOf} numbers them. */
    public List<String> classNames(Preprocessing preprocessing) {
        var categories = preprocessing.targets().getFirst().categories();
        return categories.isEmpty() ? numbered(classes(preprocessing)) : categories;
    }

    static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
