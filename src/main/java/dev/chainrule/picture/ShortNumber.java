package dev.chainrule.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as pictures show them: at most four significant digits. */
public final class ShortNumber {
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** Numbers from 10^LOWEST to below 10^HIGHEST are written without a power of ten. */
    private static final int LOWEST = -3;

    private static final int HIGHEST = 6;

    private ShortNumber() {}

    /** {@code 0.1235}, {@code −12350}, {@code 3.106·10⁻¹⁷}, {@code NaN}. */
    public static String text(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "∞" : "−∞";
        }
        return exact(new BigDecimal(number).round(DIGITS));
    }

    /** All digits of a number. */
    static String exact(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        var sign = number.signum() < 0 ? "−" : "";
        var size = number.abs().stripTrailingZeros();
        int exponent = size.precision() - size.scale() - 1;
        if (exponent >= LOWEST && exponent < HIGHEST) {
            return sign + size.toPlainString();
        }
        var mantissa = size.movePointLeft(exponent).stripTrailingZeros();
        var power = "10" + superscript(exponent);
        return sign + (mantissa.compareTo(BigDecimal.ONE) == 0 ? power : mantissa.toPlainString() + "·" + power);
    }

    private static String superscript(int exponent) {
        var text = new StringBuilder(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
        return text.toString();
    }
}
