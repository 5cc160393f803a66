package dev.chainrule.graph.expression;

import dev.chainrule.graph.Operator;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.network.Activation;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names with a meaning in expressions; all others are variables. */
final class ExpressionNames {
    static final Map<String, Operator> FUNCTIONS = Map.ofEntries(
            Map.entry("exp", Operator.Function.EXP),
            Map.entry("log", Operator.Function.LOG),
            Map.entry("sin", Operator.Function.SIN),
            Map.entry("cos", Operator.Function.COS),
            Map.entry("tan", Operator.Function.TAN),
            Map.entry("tanh", new ActivationOf(Activation.TANH)),
            Map.entry("sqrt", Operator.Function.SQRT),
            Map.entry("abs", Operator.Function.ABS),
            Map.entry("sigmoid", new ActivationOf(Activation.SIGMOID)),
            Map.entry("relu", new ActivationOf(Activation.RELU)));

    static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);

    /** What to write instead of functions that other languages have. */
    private static final Map<String, String> INSTEAD = Map.of(
            "ln", "write log(…), which is the natural logarithm",
            "log10", "write log(…)/log(10)",
            "log2", "write log(…)/log(2)",
            "pow", "write a^b",
            "cot", "write 1/tan(…)",
            "sinh", "write (exp(x) - exp(-x))/2",
            "cosh", "write (exp(x) + exp(-x))/2",
            "cbrt", "write …^(1/3)",
            "square", "write …^2");

    private ExpressionNames() {}

    /** How to replace a function that does not exist. */
    static String instead(String name) {
        var lowerCase = name.toLowerCase(Locale.ROOT);
        if (FUNCTIONS.containsKey(lowerCase)) {
            return "write " + lowerCase + "(…)";
        }
        return INSTEAD.getOrDefault(lowerCase,
                "the functions are " + functions() + "; to multiply, write " + name + "*(…)");
    }

    private static String functions() {
        return String.join(", ", new TreeMap<>(FUNCTIONS).keySet());
    }
}
