package dev.chainrule.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer: a = f(x·W + b), W is inputs × units, b has one element for each unit.
 *
 * @param units at least 1
 * @param initializer the initial W
 * @param bias whether the layer has b
 * @param dropout share of the layer's outputs that training drops at random, in [0, 1); the others are scaled by 1/(1 −
 *     dropout)
 * @param l1 weight of the penalty l1·Σ|w| that training adds to the cost; biases have none
 * @param l2 weight of the penalty l2/2·Σw²
 * @param weights the initial W, inputs × units; null: the initializer's
 * @param biases the initial b; null: 0
 */
public record LayerDefinition(
        int units,
        Activation activation,
        Initializer initializer,
        boolean bias,
        double dropout,
        double l1,
        double l2,
        double @Nullable [][] weights,
        double @Nullable [] biases) {

    /**
     * @throws IllegalArgumentException if a value is outside its range, or given weights or biases do not fit the units
     */
    public LayerDefinition {
        Requirement.atLeast("units", 1, units);
        Requirement.present("activation", activation);
        NumberRule.FRACTION.require("dropout", dropout);
        NumberRule.NOT_NEGATIVE.require("l1", l1);
        NumberRule.NOT_NEGATIVE.require("l2", l2);
        weights = copy(weights);
        biases = biases == null ? null : biases.clone();
        if (weights != null) {
            for (int i = 0; i < weights.length; i++) {
                if (weights[i].length != units) {
                    throw new IllegalArgumentException(
                            "weights[" + i + "] must have " + units + " numbers, one for each unit, but has "
                                    + weights[i].length);
                }
            }
        }
        if (biases != null && !bias) {
            throw new IllegalArgumentException("biases must be left out of a layer without bias");
        }
        if (biases != null && biases.length != units) {
            throw new IllegalArgumentException(
                    "biases must have " + units + " numbers, one for each unit, but have " + biases.length);
        }
    }

    /** A layer with the {@linkplain Initializer#defaultFor default initializer}. */
    public LayerDefinition(
            int units, Activation activation, boolean bias, double dropout, double l1, double l2,
            double @Nullable [][] weights, double @Nullable [] biases) {
        this(units, activation, Initializer.defaultFor(activation), bias, dropout, l1, l2, weights, biases);
    }

    /** A layer with bias, the default initializer, and neither dropout nor penalties. */
    public static LayerDefinition of(int units, Activation activation) {
        return new LayerDefinition(units, activation, true, 0, 0, 0, null, null);
    }

    /** A copy: a definition does not change. */
    @Override
    public double @Nullable [][] weights() {
        return copy(weights);
    }

    /** A copy: a definition does not change. */
    @Override
    public double @Nullable [] biases() {
        return biases == null ? null : biases.clone();
    }

    long parameterCount(int inputs) {
        return ((long) inputs + (bias ? 1 : 0)) * units;
    }

    /**
     * Bytes of the given weights and biases.
     *
     * @param array bytes of an array beside its elements
     */
    long givenBytes(int array) {
        long rows = weights == null ? 0 : weights.length;
        long numbers = rows * units + (biases == null ? 0 : units);
        return numbers * Double.BYTES + (rows + 2) * array;
    }

    private static double @Nullable [][] copy(double @Nullable [][] rows) {
        return rows == null ? null : Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
