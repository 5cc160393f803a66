package dev.chainrule.explain.backprop;

import java.util.List;

/**
 * One of the ways on which a gradient comes back to a parameter's number: what comes back is the product of its factors. All of a
 * parameter's chains together are its gradient.
 *
 * @param row the row that went through the graph; null where the way is the same for all rows
 * @param through the node that the parameter goes into; null for its penalty
 * @param factors from the cost to the parameter
 * @param product of the factors, multiplied in their order
 */
record Chain(Integer row, String through, List<Factor> factors, double product) {
    /** @param formula how the value comes about; null if nothing is to be said */
    record Factor(String name, String formula, double value) {}

    static Chain of(Integer row, String through, List<Factor> factors) {
        double product = factors.getFirst().value();
        for (var factor : factors.subList(1, factors.size())) {
            product *= factor.value();
        }
        return new Chain(row, through, factors, product);
    }
}
