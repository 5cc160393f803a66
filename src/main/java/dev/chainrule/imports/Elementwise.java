package dev.chainrule.imports;

import dev.chainrule.compute.Compute;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.ActivationFunction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** ONNX's functions of single elements, in float64; their formulas are those of ONNX's operator reference. */
final class Elementwise {
    /** ONNX's Selu has float32 constants of its own unless a node gives others. */
    private static final float SELU_ALPHA = 1.67326319217681884765625f;
    private static final float SELU_GAMMA = 1.05070102214813232421875f;

    static final List<String> OPERATORS = List.of(
            "Abs", "Add", "Celu", "Clip", "Div", "Elu", "Erf", "Exp", "Gelu", "Greater", "GreaterOrEqual", "LeakyRelu",
            "Less", "LessOrEqual", "Log", "Max", "Min", "Mul", "Neg", "PRelu", "Pow", "Reciprocal", "Relu", "Selu",
            "Sigmoid", "Sign", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tanh", "ThresholdedRelu", "Where");

    private final MatrixOperations operations;

    Elementwise(Compute compute) {
        operations = compute.operations(Precision.FLOAT64, ComputeTeam.alone());
    }

    /** The service's own function at points. */
    double[] activation(ActivationFunction function, double[] points) {
        var z = Matrix.zeros(Precision.FLOAT64, 1, points.length);
        z.setRow(0, points);
        var a = Matrix.zeros(Precision.FLOAT64, 1, points.length);
        operations.activate(function, z, a);
        var values = new double[points.length];
        Arrays.setAll(values, i -> a.get(0, i));
        return values;
    }

    /** @param arguments each its value at every point */
    double[] apply(ForeignNode node, String operator, List<double[]> arguments) {
        int points = arguments.getFirst().length;
        return switch (operator) {
            case "Erf" -> erf(arguments.getFirst());
            case "Gelu" -> gelu(node, arguments.getFirst());
            case "Selu" -> {
                double alpha = node.number("alpha", SELU_ALPHA);
                double gamma = node.number("gamma", SELU_GAMMA);
                yield each(points, arguments, x -> gamma * (x[0] > 0 ? x[0] : alpha * Math.expm1(x[0])));
            }
            case "Elu" -> {
                double alpha = node.number("alpha", 1);
                yield each(points, arguments, x -> x[0] > 0 ? x[0] : alpha * Math.expm1(x[0]));
            }
            case "Celu" -> {
                double alpha = node.number("alpha", 1);
                yield each(points, arguments, x -> x[0] > 0 ? x[0] : alpha * Math.expm1(x[0] / alpha));
            }
            case "LeakyRelu" -> {
                double slope = node.number("alpha", 0.01f);
                yield each(points, arguments, x -> x[0] > 0 ? x[0] : slope * x[0]);
            }
            case "ThresholdedRelu" -> {
                double threshold = node.number("alpha", 1);
                yield each(points, arguments, x -> x[0] > threshold ? x[0] : 0);
            }
            default -> each(points, arguments, Objects.requireNonNull(FUNCTIONS.get(operator)));
        };
    }

    private static final Map<String, ToDoubleFunction<double[]>> FUNCTIONS = functions();

    private static Map<String, ToDoubleFunction<double[]>> functions() {
        var functions = new HashMap<String, ToDoubleFunction<double[]>>();
        functions.put("Abs", x -> Math.abs(x[0]));
        functions.put("Add", x -> x[0] + x[1]);
        functions.put("Clip", x -> Math.min(Math.max(x[0], x[1]), x[2]));
        functions.put("Div", x -> x[0] / x[1]);
        functions.put("Exp", x -> Math.exp(x[0]));
        functions.put("Greater", x -> x[0] > x[1] ? 1 : 0);
        functions.put("GreaterOrEqual", x -> x[0] >= x[1] ? 1 : 0);
        functions.put("Less", x -> x[0] < x[1] ? 1 : 0);
        functions.put("LessOrEqual", x -> x[0] <= x[1] ? 1 : 0);
        functions.put("Log", x -> Math.log(x[0]));
        functions.put("Max", x -> Arrays.stream(x).max().orElseThrow());
        functions.put("Min", x -> Arrays.stream(x).min().orElseThrow());
        functions.put("Mul", x -> x[0] * x[1]);
        functions.put("Neg", x -> -x[0]);
        functions.put("PRelu", x -> x[0] > 0 ? x[0] : x[1] * x[0]);
        functions.put("Pow", x -> Math.pow(x[0], x[1]));
        functions.put("Reciprocal", x -> 1 / x[0]);
        functions.put("Relu", x -> Math.max(x[0], 0));
        functions.put("Sigmoid", x -> 1 / (1 + Math.exp(-x[0])));
        functions.put("Sign", x -> Math.signum(x[0]));
        functions.put("Softplus", x -> Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0]))));
        functions.put("Softsign", x -> x[0] / (1 + Math.abs(x[0])));
        functions.put("Sqrt", x -> Math.sqrt(x[0]));
        functions.put("Sub", x -> x[0] - x[1]);
        functions.put("Sum", x -> Arrays.stream(x).sum());
        functions.put("Tanh", x -> Math.tanh(x[0]));
        functions.put("Where", x -> x[0] != 0 ? x[1] : x[2]);
        return Map.copyOf(functions);
    }

    private static double[] each(int points, List<double[]> arguments, ToDoubleFunction<double[]> function) {
        var values = new double[points];
        var at = new double[arguments.size()];
        for (int point = 0; point < points; point++) {
            for (int i = 0; i < at.length; i++) {
                at[i] = arguments.get(i)[point];
            }
            values[point] = function.applyAsDouble(at);
        }
        return values;
    }

    /** erf(t) = 2·Φ(x) − 1, where x = √2·t and gelu(x) = x·Φ(x). */
    private double[] erf(double[] t) {
        var x = Arrays.stream(t).map(value -> Math.sqrt(2) * value).toArray();
        var gelu = activation(ActivationFunction.GELU, x);
        var values = new double[t.length];
        Arrays.setAll(values, i -> x[i] == 0 || Double.isInfinite(x[i]) ? Math.signum(x[i]) : 2 * gelu[i] / x[i] - 1);
        return values;
    }

    private double[] gelu(ForeignNode node, double[] x) {
        if (node.text("approximate", "none").equals("none")) {
            return activation(ActivationFunction.GELU, x);
        }
        return Arrays.stream(x)
                .map(z -> z / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))))
                .toArray();
    }
}
