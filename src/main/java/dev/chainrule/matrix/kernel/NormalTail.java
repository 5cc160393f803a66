package dev.chainrule.matrix.kernel;

/**
 * The normal distribution's tail, from which {@link ActivationFunction#GELU} is computed in float64: 1 − Φ(y) = p(t)·e^(−y²/2) for 0 ≤ y ≤
 * {@link #END}, where t = (y − {@link #CENTER})/(y + {@link #CENTER}). Beyond the end it is 0.
 */
public final class NormalTail {
    public static final double END = Float64Math.TAIL_END;
    public static final double CENTER = Float64Math.TAIL_CENTER;

    private NormalTail() {}

    /** The coefficients of p, that of t⁰ first. */
    public static double[] coefficients() {
        return new double[] {
            Float64Math.TAIL_0, Float64Math.TAIL_1, Float64Math.TAIL_2, Float64Math.TAIL_3, Float64Math.TAIL_4,
            Float64Math.TAIL_5, Float64Math.TAIL_6, Float64Math.TAIL_7, Float64Math.TAIL_8, Float64Math.TAIL_9,
            Float64Math.TAIL_10, Float64Math.TAIL_11, Float64Math.TAIL_12, Float64Math.TAIL_13, Float64Math.TAIL_14,
            Float64Math.TAIL_15, Float64Math.TAIL_16, Float64Math.TAIL_17, Float64Math.TAIL_18, Float64Math.TAIL_19,
            Float64Math.TAIL_20, Float64Math.TAIL_21, Float64Math.TAIL_22};
    }
}
