package dev.chainrule.budget;

import java.util.Locale;

/** Numbers of bytes in texts for people, and sums of them that do not wrap round. */
public final class ByteCount {
    private static final double KILO = 1000;
    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB", "PB", "EB"};

    private ByteCount() {}

    /** With two significant digits at least, in powers of 1000: {@code 1.9 GB}, {@code 47 MB}. */
    public static String text(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= KILO && unit < UNITS.length - 1) {
            number /= KILO;
            unit++;
        }
        var digits = unit == 0 || number >= 10 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, number) + " " + UNITS[unit];
    }

    /** The sum of numbers that are not negative, at most {@link Long#MAX_VALUE}. */
    public static long sum(long... numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum = sum + number < 0 ? Long.MAX_VALUE : sum + number;
        }
        return sum;
    }

    /** The product of numbers that are not negative, at most {@link Long#MAX_VALUE}. */
    public static long product(long... numbers) {
        long product = 1;
        for (long number : numbers) {
            product = Math.multiplyHigh(product, number) != 0 || product * number < 0 ? Long.MAX_VALUE
                    : product * number;
        }
        return product;
    }
}
