package dev.chainrule.matrix.kernel;

/**
 * Matrix multiplication.
 *
 * @param <A> float[] or double[]
 */
public interface ProductKernels<A> {
    /**
     * C = A·B: every c_ij = fma(a_i,k−1, b_k−1,j, … fma(a_i0, b_0j, 0)), one chain over k upwards.
     *
     * <p>A (m × k) and B (k × n) are read through strides, so that their transposes and parts need no copy: a_ip lies at
     * {@code aOffset + i · aRowStride + p · aColumnStride}. C's columns are contiguous and its rows {@code cRowStride} apart; nothing
     * between them is touched, so that threads can share out parts of C.
     *
     * @param c overwritten; shares no memory with a or b
     */
    void multiply(
            A a, int aOffset, int aRowStride, int aColumnStride, A b, int bOffset, int bRowStride, int bColumnStride,
            A c, int cOffset, int cRowStride, int m, int n, int k);
}
