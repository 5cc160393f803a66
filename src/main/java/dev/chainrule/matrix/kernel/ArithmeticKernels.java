package dev.chainrule.matrix.kernel;

/**
 * Sums, products and scaling of elements. A float64 scalar is rounded once to the precision of the elements before it is used.
 *
 * @param <A> float[] or double[]
 */
public interface ArithmeticKernels<A> {
    /** c_ij += row_j; C's rows are {@code cRowStride} apart. */
    void addRow(A row, int rowOffset, A c, int cOffset, int cRowStride, int rows, int columns);

    /** row_j = Σᵢ a_ij, from 0 over i upwards. */
    void columnSums(A a, int aOffset, int rows, int columns, A row, int rowOffset);

    /** c = c · a, element by element. */
    void multiplyElements(A a, int aOffset, A c, int cOffset, int length);

    /** c = c · s. */
    void scale(double s, A c, int cOffset, int length);

    /** c = (byte − shift)·scale, each byte read as 0 … 255, in float64 and rounded once. */
    void scaleBytes(byte[] bytes, int bytesOffset, double shift, double scale, A c, int cOffset, int length);

    /** c = fma(s, a, c). */
    void addScaled(double s, A a, int aOffset, A c, int cOffset, int length);

    /**
     * Σ a², in float64: element i belongs to partial sum i mod 16, each a chain of fma over i upwards; the 16 are then added in halves (j
     * and j + 8, j and j + 4, …).
     */
    double sumOfSquares(A a, int aOffset, int length);

    /** g = fma(l2, w, g + l1·sign(w)), sign(±0) = 0: the gradient of l1·Σ|w| + ½·l2·Σw². */
    void addPenaltyGradient(double l1, double l2, A w, int wOffset, A g, int gOffset, int length);
}
