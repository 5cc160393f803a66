package dev.chainrule.matrix.kernel;

/**
 * The operands of a dense layer of a few elements, for a few rows. Each matrix is contiguous, from its offset or, without one, from 0.
 *
 * @param x rows × inputs
 * @param weights inputs × units
 * @param biases 1 × units
 * @param z rows × units, like a and delta
 * @param weightGradient inputs × units
 * @param biasGradient 1 × units
 * @param <A> float[] or double[]
 */
public record SmallLayer<A>(
        ActivationFunction activation, int rows, int inputs, int units, A x, int xOffset, A weights, int weightsOffset,
        A biases, int biasesOffset, A z, A a, A delta, A weightGradient, int weightGradientOffset, A biasGradient,
        int biasGradientOffset) {}
