package dev.chainrule.explain.backprop;

import dev.chainrule.graph.Node;
import dev.chainrule.matrix.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Those units of a layer that are drawn: the ones whose weights have the largest gradients.
 *
 * @param drawn their indices, ascending
 * @param leftOut how many are not drawn
 */
record UnitSelection(List<Integer> drawn, int leftOut) {
    /** Inputs by Σ|∂C/∂w| over the weights that go out of each. */
    static UnitSelection ofInputs(Node weights, int most) {
        var gradient = weights.gradient();
        return of(IntStream.range(0, gradient.rows()).mapToDouble(i -> ofRow(gradient, i)).toArray(), most);
    }

    /** Units of a layer by Σ|∂C/∂w| over the weights and the bias that go into each. */
    static UnitSelection ofUnits(Node weights, Optional<Node> biases, int most) {
        var gradient = weights.gradient();
        return of(IntStream.range(0, gradient.columns())
                .mapToDouble(j -> ofColumn(gradient, j) + biases.map(bias -> ofColumn(bias.gradient(), j)).orElse(0.0))
                .toArray(), most);
    }

    /** Of equals, the first. What is not a number counts least. */
    private static UnitSelection of(double[] strengths, int most) {
        var drawn = IntStream.range(0, strengths.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> Double.isNaN(strengths[i]) ? -1 : strengths[i])
                        .reversed())
                .limit(most)
                .sorted()
                .toList();
        return new UnitSelection(drawn, strengths.length - drawn.size());
    }

    private static double ofRow(Matrix gradient, int row) {
        return IntStream.range(0, gradient.columns()).mapToDouble(j -> Math.abs(gradient.get(row, j))).sum();
    }

    private static double ofColumn(Matrix gradient, int column) {
        return IntStream.range(0, gradient.rows()).mapToDouble(i -> Math.abs(gradient.get(i, column))).sum();
    }
}
