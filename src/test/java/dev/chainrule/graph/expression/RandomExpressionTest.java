package dev.chainrule.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.network.Engine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Derivatives of random expressions are what central differences give. */
class RandomExpressionTest {
    private static final int EXPRESSIONS = 4000;
    private static final double STEP = 1e-5;
    private static final double BOUND = 1e-6;
    private static final List<String> VARIABLES = List.of("x", "y", "z_1");
    private static final List<String> FUNCTIONS = ExpressionNames.FUNCTIONS.keySet().stream().sorted().toList();

    @Test
    void derivativesEqualCentralDifferences() {
        var checkedFunctions = new HashSet<String>();
        int checked = 0;
        for (long seed = 0; seed < EXPRESSIONS; seed++) {
            var text = text(new SplittableRandom(seed), 4);
            if (check(seed, text + " + 0*x")) {
                checked++;
                FUNCTIONS.stream().filter(function -> text.contains(function + "(")).forEach(checkedFunctions::add);
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(1000);
        assertThat(checkedFunctions).isEqualTo(Set.copyOf(FUNCTIONS));
    }

    private static String text(SplittableRandom random, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> Double.toString(Math.rint(random.nextDouble() * 40) / 10);
                case 1 -> random.nextBoolean() ? "pi" : "e";
                default -> VARIABLES.get(random.nextInt(VARIABLES.size()));
            };
        }
        var first = text(random, depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> first + " + " + text(random, depth - 1);
            case 1 -> first + " - (" + text(random, depth - 1) + ")";
            case 2, 3 -> "(" + first + ")*(" + text(random, depth - 1) + ")";
            case 4 -> "(" + first + ")/(1.5 + abs(" + text(random, depth - 1) + "))";
            case 5 -> "(0.5 + abs(" + first + "))^tanh(" + text(random, depth - 1) + ")";
            case 6 -> "-(" + first + ")^" + (1 + random.nextInt(3));
            default -> FUNCTIONS.get(random.nextInt(FUNCTIONS.size())) + "(" + first + ")";
        };
    }

    /** @return whether the expression is smooth enough for differences to tell */
    private static boolean check(long seed, String text) {
        var expression = Expression.parse(text);
        int variables = expression.variables().size();
        var random = new SplittableRandom(seed);
        var at = random.doubles(variables, -2, 2).toArray();
        var run = expression.run(Engine.FLOAT64);
        var gradient = new double[variables];
        double value = run.value(at);
        if (Double.isNaN(value) || !run.gradient(gradient)) {
            return false;
        }
        for (int i = 0; i < variables; i++) {
            double narrow = centralDifference(run, at, i, STEP);
            double wide = centralDifference(run, at, i, 2 * STEP);
            double size = Math.max(1, Math.max(Math.abs(gradient[i]), Math.abs(narrow)));
            // Where two differences tell different things, there is a kink, a pole or a steep bend between; the
            // difference of large values has few digits.
            if (!(Math.abs(narrow - wide) + Math.ulp(value) / STEP <= BOUND / 10 * Math.max(1, Math.abs(narrow)))) {
                return false;
            }
            assertThat(Math.abs(gradient[i] - narrow))
                    .as("seed %d, %s by %s: %s by the chain rule, %s by differences", seed, text,
                            expression.variables().get(i), gradient[i], narrow)
                    .isLessThanOrEqualTo(BOUND * size);
        }
        return true;
    }

    private static double centralDifference(ExpressionRun run, double[] at, int i, double step) {
        var moved = at.clone();
        moved[i] = at[i] + step;
        double above = run.value(moved);
        moved[i] = at[i] - step;
        return (above - run.value(moved)) / (2 * step);
    }
}
