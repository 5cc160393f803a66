package dev.chainrule.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where an axis is labelled: at round numbers only, and no two labels are the same. */
final class Ticks {
    private static final int[] MANTISSAS = {1, 2, 5};

    /** A range of as many powers of ten is labelled by these alone. */
    private static final int MANY_POWERS = 3;

    /** With fewer 1-2-5 ticks a logarithmic axis cannot be read. */
    private static final int FEW = 3;

    /** Ticks stand no closer than this part of the wanted distance. */
    private static final double CLOSEST = 0.7;

    /** Steps of an axis whose ends are this close would have more digits than a double. */
    private static final double LEAST_PART = 1e-12;

    private Ticks() {}

    /** @param place where it stands on the axis */
    record Tick(double place, String label) {}

    /**
     * Multiples of 1, 2 or 5 times a power of ten, about as many as wanted.
     *
     * @param leastStep 1 where only integers may be labelled; 0 otherwise
     */
    static List<Tick> linear(double lower, double upper, int wanted, double leastStep) {
        double length = upper - lower;
        if (!(length > LEAST_PART * Math.max(Math.abs(lower), Math.abs(upper)))) {
            return List.of();
        }
        var step = step(Math.max(CLOSEST * length / wanted, leastStep));
        var ticks = new ArrayList<Tick>();
        var last = new BigDecimal(upper);
        for (var at = new BigDecimal(lower).divide(step, 0, RoundingMode.CEILING).multiply(step); at
                .compareTo(last) <= 0; at = at.add(step)) {
            ticks.add(new Tick(at.doubleValue(), ShortNumber.exact(at)));
        }
        return ticks;
    }

    /** The smallest of 1, 2 and 5 times a power of ten that is not below a number. */
    private static BigDecimal step(double atLeast) {
        var exact = new BigDecimal(atLeast, MathContext.DECIMAL64);
        int exponent = exact.precision() - exact.scale() - 1;
        for (int mantissa : MANTISSAS) {
            var step = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
            if (step.compareTo(exact) >= 0) {
                return step;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
    }

    /**
     * Powers of ten; in a short range 1, 2 and 5 times these; in a very short one as on a linear axis.
     *
     * @param lower the common logarithm of the number at the lower end, upper likewise
     */
    static List<Tick> logarithmic(double lower, double upper, int wanted) {
        if (upper - lower >= MANY_POWERS) {
            return linear(lower, upper, wanted, 1).stream().map(tick -> power((int) Math.round(tick.place()), 1))
                    .toList();
        }
        var ticks = IntStream.rangeClosed((int) Math.floor(lower), (int) Math.floor(upper))
                .boxed()
                .flatMap(exponent -> IntStream.of(MANTISSAS).mapToObj(mantissa -> power(exponent, mantissa)))
                .filter(tick -> tick.place() >= lower && tick.place() <= upper)
                .toList();
        return ticks.size() >= FEW
                ? ticks
                : linear(Math.pow(10, lower), Math.pow(10, upper), wanted, 0).stream()
                        .map(tick -> new Tick(Math.log10(tick.place()), tick.label()))
                        .toList();
    }

    private static Tick power(int exponent, int mantissa) {
        var number = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
        return new Tick(exponent + Math.log10(mantissa), ShortNumber.exact(number));
    }
}
