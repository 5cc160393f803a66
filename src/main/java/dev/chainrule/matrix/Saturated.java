package dev.chainrule.matrix;

/** Sums and products of sizes that saturate: {@link Long#MAX_VALUE} instead of an overflow. */
public final class Saturated {
    private Saturated() {}

    /** @param sizes each at least 0 */
    public static long sum(long... sizes) {
        long sum = 0;
        for (long size : sizes) {
            sum = sum + size < 0 ? Long.MAX_VALUE : sum + size;
        }
        return sum;
    }

    /** @param sizes each at least 0 */
    public static long product(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            if (product == 0 || size == 0) {
                product = 0;
            } else {
                product = size > Long.MAX_VALUE / product ? Long.MAX_VALUE : product * size;
            }
        }
        return product;
    }
}
