package dev.chainrule.budget;

import java.util.Locale;

/** Numbers of bytes in readable form. */
public final class ByteCount {
    private static final double KILO = 1000;
    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB", "PB", "EB"};

    private ByteCount() {}

    /** With at least two significant digits, in powers of 1000: {@code 1.9 GB}, {@code 47 MB}. */
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
}
