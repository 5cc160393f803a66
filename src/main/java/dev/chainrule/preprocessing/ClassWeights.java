package dev.chainrule.preprocessing;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much training rows count by their class, in addition to their own weights. */
public sealed interface ClassWeights {
    /** All classes count equally. */
    record None() implements ClassWeights {}

    /**
     * n/(k·count) for n training rows of k classes, as scikit-learn's {@code class_weight="balanced"}: every class has the same total
     * weight.
     */
    record Balanced() implements ClassWeights {}

    /**
     * Weights by name.
     *
     * @param weights finite, at least 0; a class that is not among them has 1
     */
    record Given(Map<String, Double> weights) implements ClassWeights {
        public Given {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }
    }

    /**
     * The weight of each class up to a common factor, which has no effect: all are less than 1.
     *
     * @param names of the classes
     * @param rows how many training rows are of each
     */
    default double[] of(List<String> names, int[] rows) {
        var weights = switch (this) {
            case None() -> names.stream().mapToDouble(_ -> 1).toArray();
            case Balanced() -> balanced(rows);
            case Given(var given) -> names.stream().mapToDouble(name -> given.getOrDefault(name, 1.0)).toArray();
        };
        // Scaled by a power of two, which costs no rounding, so that no product with a row's weight is infinite.
        int exponent = Math.getExponent(Arrays.stream(weights).max().orElse(0)) + 1;
        return Arrays.stream(weights).map(weight -> Math.scalb(weight, -exponent)).toArray();
    }

    private static double[] balanced(int[] rows) {
        double all = Arrays.stream(rows).sum();
        long classes = Arrays.stream(rows).filter(count -> count > 0).count();
        return Arrays.stream(rows).mapToDouble(count -> count == 0 ? 0 : all / ((double) classes * count)).toArray();
    }
}
