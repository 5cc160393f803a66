package dev.chainrule.dataset;

import java.math.BigDecimal;
import java.text.Normalizer;

/**
 * The one spelling of a category, in which datasets store it and by which requests find it.
 *
 * <p>Blanks around a text do not belong to it. {@code true} and {@code false} are in lower case. A number is its value in decimal digits:
 * {@code 1}, {@code 1.0} and {@code 1e0} are one category. An integer is exact in every spelling; another number is the nearest float64. A
 * text that begins with a plus sign, or with a zero before other digits, is a code and not a number: {@code 007} and {@code 7} differ.
 * Other texts are in Unicode's composed form (NFC); their case matters.
 */
public final class Category {
    /** Every text of smaller characters is in NFC: Unicode Standard Annex 15, "Detecting Normalization Forms". */
    private static final char FIRST_COMPOSABLE = 0x300;

    /** Numbers from here on are written with an exponent, as in JavaScript. */
    private static final double MAX_PLAIN = 1e21;

    /** Smaller ones, too. */
    private static final double MIN_PLAIN = 1e-7;

    private Category() {}

    /** @param text a category as a file or a request spells it */
    public static String canonical(String text) {
        var stripped = Blanks.strip(text);
        if (stripped.isEmpty()) {
            return stripped;
        }
        char first = stripped.charAt(0);
        if ((first >= '0' && first <= '9') || first == '-' || first == '.') {
            return number(stripped);
        }
        if (stripped.equalsIgnoreCase("true")) {
            return "true";
        }
        return stripped.equalsIgnoreCase("false") ? "false" : composed(stripped);
    }

    private static String number(String text) {
        double value = isCode(text) ? Double.NaN : Numbers.parse(text);
        if (!Double.isFinite(value)) {
            return composed(text);
        }
        if (value == 0) {
            return "0";
        }
        var exact = new BigDecimal(text).stripTrailingZeros();
        boolean isInteger = exact.scale() <= 0;
        return decimal(isInteger ? exact : new BigDecimal(Double.toString(value)).stripTrailingZeros(), value);
    }

    /** Whether other digits follow a zero at the beginning. */
    private static boolean isCode(String text) {
        int first = text.charAt(0) == '-' ? 1 : 0;
        return text.length() > first + 1
                && text.charAt(first) == '0'
                && Character.isDigit(text.charAt(first + 1));
    }

    private static String decimal(BigDecimal digits, double value) {
        double size = Math.abs(value);
        return size >= MIN_PLAIN && size < MAX_PLAIN ? digits.toPlainString() : digits.toString();
    }

    private static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMPOSABLE) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }
}
