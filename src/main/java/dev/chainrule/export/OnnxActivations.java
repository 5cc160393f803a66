package dev.chainrule.export;

import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.NormalTail;
import dev.chainrule.network.Activation;
import java.util.List;

/**
 * Activations as nodes of ai.onnx. ONNX Runtime has no float64 form of several operators, so these are composed of others in float64. SiLU
 * is composed in both precisions: some runtimes clamp the sigmoid, which x multiplies.
 */
final class OnnxActivations {
    private final OnnxNodes nodes;
    private final Precision precision;

    OnnxActivations(OnnxNodes nodes, Precision precision) {
        this.nodes = nodes;
        this.precision = precision;
    }

    /** f(z), in the shape of z. */
    String of(Activation activation, String z) {
        return switch (activation) {
            case IDENTITY -> z;
            case SIGMOID -> nodes.node("Sigmoid", z);
            case TANH -> nodes.node("Tanh", z);
            case RELU -> nodes.node("Relu", z);
            case LEAKY_RELU -> isFloat32()
                    ? nodes.node("LeakyRelu", List.of(z),
                            OnnxNodes.fraction("alpha", ActivationFunction.LEAKY_RELU_SLOPE))
                    : rectified(z, z, times(z, ActivationFunction.LEAKY_RELU_SLOPE));
            case ELU -> isFloat32()
                    ? nodes.node("Elu", List.of(z), OnnxNodes.fraction("alpha", 1))
                    : rectified(z, z, expMinusOne(z));
            case SELU -> isFloat32()
                    ? nodes.node("Selu", List.of(z), OnnxNodes.fraction("alpha", ActivationFunction.SELU_ALPHA),
                            OnnxNodes.fraction("gamma", ActivationFunction.SELU_SCALE))
                    : rectified(z, times(z, ActivationFunction.SELU_SCALE),
                            times(expMinusOne(z), ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA));
            case GELU -> isFloat32() ? geluByErf(z) : geluByTail(z);
            case SILU -> nodes.node("Div", z, plus(nodes.node("Exp", nodes.node("Neg", z)), 1));
            case SOFTPLUS -> isFloat32()
                    ? nodes.node("Softplus", z)
                    : softplus(z);
            case SOFTSIGN -> isFloat32()
                    ? nodes.node("Softsign", z)
                    : nodes.node("Div", z, plus(nodes.node("Abs", z), 1));
            case SOFTMAX -> nodes.node("Softmax", List.of(z), OnnxNodes.number("axis", 1));
        };
    }

    /** ln(1 + e^z) = max(z, 0) + ln(1 + e^−|z|). */
    String softplus(String z) {
        var positive = rectified(z, z, number(0));
        var exp = nodes.node("Exp", nodes.node("Neg", nodes.node("Abs", z)));
        return nodes.node("Add", positive, nodes.node("Log", plus(exp, 1)));
    }

    /** z·½·(1 + erf(z/√2)). */
    private String geluByErf(String z) {
        return nodes.node("Mul", times(z, 0.5), plus(nodes.node("Erf", times(z, Math.sqrt(0.5))), 1));
    }

    /** z·(1 − q) for z ≥ 0, z·q below, where q = 1 − Φ(|z|), as {@link NormalTail} has it. */
    private String geluByTail(String z) {
        var magnitude = nodes.node("Abs", z);
        var end = number(NormalTail.END);
        var y = nodes.node("Where", nodes.node("Greater", magnitude, end), end, magnitude);
        var t = nodes.node("Div", plus(y, -NormalTail.CENTER), plus(y, NormalTail.CENTER));
        var coefficients = NormalTail.coefficients();
        var ratio = number(coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) {
            ratio = plus(nodes.node("Mul", ratio, t), coefficients[i]);
        }
        var tail = nodes.node("Mul", ratio, nodes.node("Exp", times(nodes.node("Mul", y, y), -0.5)));
        var negative = nodes.node("Less", z, number(0));
        return nodes.node("Mul", z,
                nodes.node("Where", negative, tail, nodes.node("Sub", number(1), tail)));
    }

    private String rectified(String z, String positive, String other) {
        return nodes.node("Where", nodes.node("Greater", z, number(0)), positive, other);
    }

    /** Its rounding error is absolute, far below 1e-12. */
    private String expMinusOne(String z) {
        return plus(nodes.node("Exp", z), -1);
    }

    private String plus(String value, double summand) {
        return nodes.node("Add", value, number(summand));
    }

    private String times(String value, double factor) {
        return nodes.node("Mul", value, number(factor));
    }

    private String number(double number) {
        return nodes.scalar(precision, number);
    }

    private boolean isFloat32() {
        return precision == Precision.FLOAT32;
    }
}
