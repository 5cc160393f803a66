package dev.chainrule.benchmark.harness;

import java.util.Collection;
import java.util.Locale;

/** Medians, and numbers as a table shows them. */
public final class Figures {
    private static final double GIGA = 1e9;

    private Figures() {}

    /** The middle one, or the mean of the two in the middle; NaN of none. */
    public static double median(Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The least value that so large a share of all does not exceed; NaN of none. */
    public static double quantile(double share, Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** 12,345. */
    public static String whole(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** 1.23 ×. */
    public static String ratio(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f ×", value);
    }

    /** 45 %, or 0.4 % where it is that little. */
    public static String percent(double fraction) {
        if (Double.isNaN(fraction)) {
            return "–";
        }
        return String.format(Locale.ROOT, fraction < 0.1 ? "%.1f %%" : "%.0f %%", 100 * fraction);
    }

    /** 12.3, of 12.3e9. */
    public static String giga(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value / GIGA);
    }

    /** 0.12. */
    public static String twoDigits(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** 0.1234. */
    public static String fourDigits(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
    }
}
