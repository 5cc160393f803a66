package dev.chainrule.explain.backprop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One path of the backward pass to a parameter's number. The product of its factors is the path's summand of the gradient: all of a
 * number's chains add up to its gradient.
 *
 * @param row of the input, unless the path is the same for all rows
 * @param through the node that has the parameter as an input; a penalty has none
 * @param factors from the cost to the parameter
 * @param product of the factors, multiplied in their order
 */
record Chain(@Nullable Integer row, @Nullable String through, List<Factor> factors, double product) {
    /** @param formula how the value is computed */
    record Factor(String name, String formula, double value) {}

    static Chain of(@Nullable Integer row, @Nullable String through, List<Factor> factors) {
        double product = factors.getFirst().value();
        for (var factor : factors.subList(1, factors.size())) {
            product *= factor.value();
        }
        return new Chain(row, through, factors, product);
    }
}
