package dev.chainrule.matrix.kernel;

/**
 * A dense layer of a few elements at work on a few rows; each matrix lies without gaps from its offset on, or from 0.
 *
 * @param x rows × inputs
 * @param weights inputs × units
 * @param biases 1 × units
 * @param z rows × units, as a and delta are
 * @param weightGradient inputs × units
 * @param biasGradient 1 × units
 * @param <A> float[] or double[]
 */
public record SmallLayer<A>(
        ActivationFunction activation, int rows, int inputs, int units, A x, int xOffset, A weights, int weightsOffset,
        A biases, int biasesOffset, A z, A a, A delta, A weightGradient, int weightGradientOffset, A biasGradient,
        int biasGradientOffset) {}
