package dev.chainrule.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** The number at a place of an axis in few digits, whatever the machine's language. */
public final class AxisNumbers extends NumberFormat {
    private static final long serialVersionUID = 1L;
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private final transient DoubleUnaryOperator number;
    private final MathContext digits;
    private final DecimalFormat plain = new DecimalFormat("0.########", SYMBOLS);
    private final DecimalFormat scientific = new DecimalFormat("0.#####E0", SYMBOLS);

    /** @param number that stands at a place */
    public AxisNumbers(DoubleUnaryOperator number, int digits) {
        this.number = number;
        this.digits = new MathContext(digits);
    }

    /** For an axis whose places are its numbers. */
    public AxisNumbers(int digits) {
        this(DoubleUnaryOperator.identity(), digits);
    }

    @Override
    public StringBuffer format(double place, StringBuffer out, FieldPosition position) {
        double rounded = new BigDecimal(number.applyAsDouble(place)).round(digits).doubleValue();
        double size = Math.abs(rounded);
        return (size == 0 || (size >= 1e-3 && size < 1e6) ? plain : scientific).format(rounded, out, position);
    }

    @Override
    public StringBuffer format(long place, StringBuffer out, FieldPosition position) {
        return format((double) place, out, position);
    }

    @Override
    public Number parse(String text, ParsePosition position) {
        throw new UnsupportedOperationException("axes are not read");
    }
}
