package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ElementNames;
import dev.chainrule.explain.ParameterReference.Bias;
import dev.chainrule.explain.ParameterReference.Element;
import dev.chainrule.explain.ParameterReference.Weight;
import dev.chainrule.explain.backprop.Chain.Factor;
import dev.chainrule.explain.backprop.TraceView.BackwardView;
import dev.chainrule.explain.backprop.TraceView.ForwardView;
import dev.chainrule.explain.backprop.TraceView.HandedOn;
import dev.chainrule.explain.backprop.TraceView.ParameterView;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A trace as text: values of the forward pass, gradients of the backward pass, and the chains of the parameters. */
final class TraceText {
    /** How many rows and columns of a matrix are written. */
    private static final int WRITTEN = 12;

    private final TraceView trace;
    private final String cost;
    private final StringBuilder text = new StringBuilder();

    private TraceText(TraceView trace) {
        this.trace = trace;
        this.cost = trace.backward().isEmpty() ? "C" : trace.backward().getFirst().node();
    }

    static String of(TraceView trace) {
        return new TraceText(trace).write();
    }

    private String write() {
        line(trace.model() + (trace.version() == null ? " with its initial parameters" : ", version " + trace.version())
                + ": "
                + (trace.rows() == 1 ? "1 row" : trace.rows() + " rows") + " forward and backward, " + cost + " = "
                + trace.cost());
        trace.notes().forEach(this::line);
        heading("Forward");
        trace.forward().forEach(this::forward);
        heading("Backward");
        trace.backward().forEach(this::backward);
        heading("Parameters" + (trace.truncated() ? ", the first " + trace.listed() + " of " + trace.chosen() : ""));
        trace.parameters().forEach(this::parameter);
        return text.toString();
    }

    private void heading(String heading) {
        line("");
        line(heading);
        line("-".repeat(heading.length()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void forward(ForwardView node) {
        var made = node.inputs().isEmpty()
                ? ": " + node.type()
                : " = " + node.type() + "(" + String.join(", ", node.inputs()) + ")";
        line(node.node() + made + ", " + node.shape()[0] + "×" + node.shape()[1]);
        matrix(node.value());
    }

    private void backward(BackwardView node) {
        if (node.inputs().isEmpty()) {
            line(node.node() + " gets no gradient");
            return;
        }
        line(ElementNames.derivative(cost, node.node()));
        matrix(node.upstream());
        node.inputs().forEach(input -> handedOn(node, input));
    }

    private void handedOn(BackwardView node, HandedOn input) {
        var derivative = input.localDerivative();
        line("  " + ElementNames.derivative(node.node(), input.node()) + " = " + input.formula()
                + (derivative == null ? "" : " ="));
        if (derivative != null) {
            matrix(derivative);
        }
    }

    private void matrix(double @Nullable [][] matrix) {
        if (matrix == null) {
            line("    left out");
            return;
        }
        for (int i = 0; i < Math.min(matrix.length, WRITTEN); i++) {
            var row = matrix[i];
            var numbers = Arrays.stream(row).limit(WRITTEN).mapToObj(Double::toString)
                    .collect(Collectors.joining("  "));
            line("    " + numbers + (row.length > WRITTEN ? "  … " + row.length + " in all" : ""));
        }
        if (matrix.length > WRITTEN) {
            line("    … " + matrix.length + " rows in all");
        }
    }

    private void parameter(ParameterView parameter) {
        var name = ElementNames.derivative(cost, parameter.name());
        if (parameter.chains().size() == 1) {
            line(name + " = " + chain(parameter.chains().getFirst()));
        } else {
            line(name + " = " + parameter.gradient() + ", the sum of");
            for (var chain : parameter.chains()) {
                line("    " + (chain.row() == null ? "" : "row " + chain.row() + ": ") + chain(chain));
            }
        }
        line("    " + percent(parameter.blame()) + " of the blame of " + group(parameter) + "; a step of "
                + trace.learningRate() + " makes it " + parameter.newValue());
    }

    /** {@code ∂C/∂a1[1] · ∂a1[1]/∂z1[1] · ∂z1[1]/∂W1[0, 1] = -0.0123 · 0.24 · 1.0 = -0.002952}. */
    private static String chain(Chain chain) {
        var names = chain.factors().stream().map(Factor::name).collect(Collectors.joining(" · "));
        var values = chain.factors().stream().map(factor -> Double.toString(factor.value()))
                .collect(Collectors.joining(" · "));
        return names + " = " + values + (chain.factors().size() == 1 ? "" : " = " + chain.product());
    }

    private static String group(ParameterView parameter) {
        return switch (parameter.parameter()) {
            case Weight weight -> "layer " + weight.layer();
            case Bias bias -> "layer " + bias.layer();
            case Element element -> element.node();
        };
    }

    private static String percent(double share) {
        return Double.isFinite(share)
                ? new BigDecimal(100 * share).round(new MathContext(3)).toPlainString() + " %"
                : String.format(Locale.ROOT, "%s", share);
    }
}
