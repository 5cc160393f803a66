package dev.chainrule.export;

import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.CostFunction;
import dev.chainrule.network.Loss;
import java.util.List;

/**
 * Losses that a graph's output is computed from, as nodes of ai.onnx, in float64 as the service computes them: the formulas are in
 * {@link CostFunction}.
 */
final class OnnxLosses {
    private final OnnxNodes nodes;
    private final OnnxActivations activations;
    /** The smallest probability whose logarithm is taken. */
    private final double smallest;

    /** @param precision of the graph */
    OnnxLosses(OnnxNodes nodes, Precision precision) {
        this.nodes = nodes;
        activations = new OnnxActivations(nodes, Precision.FLOAT64);
        smallest = switch (precision) {
            case FLOAT32 -> CostFunction.SMALLEST_PROBABILITY_FLOAT32;
            case FLOAT64 -> CostFunction.SMALLEST_PROBABILITY_FLOAT64;
        };
    }

    /**
     * The loss, 1 × 1.
     *
     * @param t targets, float64
     * @param p the prediction, float64; if the loss is fused with its activation, what goes into that
     */
    String of(Loss loss, boolean fused, String t, String p) {
        return switch (loss) {
            case MEAN_SQUARED_ERROR -> mean(square(difference(p, t)));
            case HALF_MEAN_SQUARED_ERROR -> mean(times(square(difference(p, t)), 0.5));
            case MEAN_ABSOLUTE_ERROR -> mean(nodes.node("Abs", difference(p, t)));
            case HUBER -> mean(huber(nodes.node("Abs", difference(p, t))));
            case BINARY_CROSS_ENTROPY -> mean(fused ? ofLogits(t, p) : ofProbabilities(t, p));
            case CATEGORICAL_CROSS_ENTROPY -> mean(fused ? ofRowsOfLogits(t, p) : ofRows(t, p));
        };
    }

    private String huber(String distance) {
        return nodes.node("Where", nodes.node("Greater", distance, number(1)),
                nodes.node("Sub", distance, number(0.5)), times(square(distance), 0.5));
    }

    /** max(z, 0) − z·t + ln(1 + e^−|z|). */
    private String ofLogits(String t, String z) {
        return nodes.node("Sub", activations.softplus(z), nodes.node("Mul", z, t));
    }

    /** −(t·ln p + (1 − t)·ln(1 − p)). */
    private String ofProbabilities(String t, String p) {
        var ones = number(1);
        var present = nodes.node("Mul", t, log(p));
        var absent = nodes.node("Mul", nodes.node("Sub", ones, t), log(nodes.node("Sub", ones, p)));
        return nodes.node("Neg", nodes.node("Add", present, absent));
    }

    /** −Σⱼ tⱼ·ln pⱼ of each row. */
    private String ofRows(String t, String p) {
        return nodes.node("Neg", rowSum(nodes.node("Mul", t, log(p))));
    }

    /** Σⱼ tⱼ·(ln Σ e^z − zⱼ) of each row. */
    private String ofRowsOfLogits(String t, String z) {
        var logSum = nodes.node("ReduceLogSumExp", List.of(z), OnnxNodes.numbers("axes", 1),
                OnnxNodes.number("keepdims", 1));
        return rowSum(nodes.node("Mul", t, nodes.node("Sub", logSum, z)));
    }

    private String rowSum(String value) {
        return nodes.node("ReduceSum", List.of(value), OnnxNodes.numbers("axes", 1), OnnxNodes.number("keepdims", 1));
    }

    private String log(String p) {
        var least = number(smallest);
        return nodes.node("Log", nodes.node("Where", nodes.node("Less", p, least), least, p));
    }

    private String mean(String value) {
        return nodes.node("ReduceMean", List.of(value), OnnxNodes.numbers("axes", 0, 1),
                OnnxNodes.number("keepdims", 1));
    }

    private String difference(String p, String t) {
        return nodes.node("Sub", p, t);
    }

    private String square(String value) {
        return nodes.node("Mul", value, value);
    }

    private String times(String value, double factor) {
        return nodes.node("Mul", value, number(factor));
    }

    private String number(double number) {
        return nodes.scalar(Precision.FLOAT64, number);
    }
}
