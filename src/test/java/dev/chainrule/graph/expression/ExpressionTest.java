package dev.chainrule.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.network.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions mean, and their derivatives, calculated by hand. */
class ExpressionTest {
    private static double value(String text, double... at) {
        return Expression.parse(text).run(Engine.FLOAT64).value(at);
    }

    private static double[] gradient(String text, double... at) {
        var run = Expression.parse(text).run(Engine.FLOAT64);
        run.value(at);
        var gradient = new double[at.length];
        assertThat(run.gradient(gradient)).as(text).isTrue();
        return gradient;
    }

    @ParameterizedTest
    @CsvSource({
        "1 + 2*x, 7", "(1 + 2)*x, 9", "2*x + 1, 7", "x - 1 - 1, 1", "x - (1 - 1), 3", "12/x/2, 2", "12/(x/2), 8",
        "12/x*2, 8", "2*x^2, 18", "(2*x)^2, 36", "-x^2, -9", "(-x)^2, 9", "2^-x, 0.125", "-2^-x, -0.125", "2^x^2, 512",
        "(2^x)^2, 64", "x^-1^2*9, 3", "2^-x^2*512, 1", "--x, 3", "-+-x, 3", "+x, 3", "x--1, 4", "x+-1, 2", "x*-1, -3",
        "-x*-x, 9", "6/-x, -2", "-x/3*2, -2", "x^2^0, 3", "1e2*x, 300", ".5*x, 1.5", "5.*x, 15", "1.5e-1*x, 0.45",
        "2E+1*x, 60", "x*0e5, 0", "  x\t+ 1 , 4", "((((x)))), 3", "x+x*x^x, 84", "abs(-x), 3", "relu(x), 3",
        "relu(-x), 0", "sqrt(x*3), 3", "log(exp(x)), 3", "(x)*(x), 9", "sin(x)^2 + cos(x)^2, 1", "e^log(x), 3",
        "tan(pi/4)*x, 3", "2*(x-1)^3/4, 4"
    })
    void operatorsHaveTheUsualPrecedence(String text, double expected) {
        assertThat(value(text, 3)).isCloseTo(expected, within(1e-14 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void namesOfVariablesAreLettersDigitsAndUnderscores() {
        var expression = Expression.parse("_a1 + B_2*exponent - Exp^x - e - pi_ + sinx");

        assertThat(expression.variables()).containsExactly("_a1", "B_2", "exponent", "Exp", "x", "pi_", "sinx");
        assertThat(expression.run(Engine.FLOAT64).value(1, 2, 3, 2, 3, 4, 5)).isEqualTo(1 + 6 - 8 - Math.E - 4 + 5);
    }

    @Test
    void repeatedSubexpressionIsOneNode() {
        // x, 3, x^3, +, sin, *: the second x^3 and the second 3 are the first ones.
        assertThat(Expression.parse("(x^3 + 3)*sin(x^3 + 3)").nodeCount()).isEqualTo(6);
        assertThat(Expression.parse("x - 0 + -0").nodeCount()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "exp(x), 0.5, 1.6487212707001282", "log(x), 0.5, 2", "sin(x), 0, 1", "cos(x), 0.5, -0.479425538604203",
        "tan(x), 0.25, 1.06519949673285", "tanh(x), 0.5, 0.7864477329659274", "sqrt(x), 0.25, 1", "abs(x), 0.5, 1",
        "abs(x), -0.5, -1", "abs(x), 0, 0", "sigmoid(x), 0, 0.25", "relu(x), 0.5, 1", "relu(x), -0.5, 0",
        "-x, 7, -1", "+x, 7, 1", "x + 3, 7, 1", "3 - x, 7, -1", "5*x, 7, 5", "x/4, 7, 0.25", "1/x, 0.5, -4",
        "x^3, 2, 12", "x^-2, 2, -0.25", "2^x, 0, 0.6931471805599453", "x^x, 1, 1", "x^0, 0, 0", "x^2, 0, 0",
        "sin(x^2), 0, 0", "exp(-x^2/2), 1, -0.6065306597126334", "x - x, 3, 0", "x*x*x, 2, 12",
        "log(1 + exp(x)), 0, 0.5"
    })
    void derivativeOfEachFunctionIsItsClosedForm(String text, double x, double expected) {
        assertThat(gradient(text, x)[0]).isCloseTo(expected, within(4e-16 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void theTutorialsDerivativesAreExact() {
        var text = "x^4 - 3*x^3 + 2";

        assertThat(value(text, 4)).isEqualTo(66);
        assertThat(gradient(text, 4)).containsExactly(112);
        assertThat(gradient(text, -1)).containsExactly(-13);
        assertThat(gradient(text, 2.25)[0]).isZero();
    }

    @Test
    void oneBackwardPassGivesAllPartialDerivatives() {
        // f = a·b + sin a, at (0, 2): b + cos a = 3, a = 0.
        assertThat(gradient("a*b + sin(a)", 0, 2)).containsExactly(3, 0);
        // f = (1 − x)² + 100·(y − x²)² at (2, 1): −2·(1 − x) − 400·x·(y − x²) = 2402, 200·(y − x²) = −600.
        assertThat(gradient("(1 - x)^2 + 100*(y - x^2)^2", 2, 1)).containsExactly(2402, -600);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log(x - 5)         | 4   | UNDEFINED     | 1  | log(x - 5)  | a number above 0, but has -1.0
            2 + log(x)         | 0   | UNDEFINED     | 5  | log(x)      | a number above 0, but has 0.0
            1 + 1/(x - 4)      | 4   | UNDEFINED     | 5  | 1/(x - 4)   | divides by 0
            x/(x - x)          | 4   | UNDEFINED     | 1  | x/(x - x)   | divides by 0
            sqrt(x)*0          | -2  | UNDEFINED     | 1  | sqrt(x)     | at least 0, but has -2.0
            1 + x^-1           | 0   | UNDEFINED     | 5  | x^-1        | an exponent of at least 0, but has -1.0
            (x + 1)^0.5        | -3  | UNDEFINED     | 1  | (x + 1)^0.5 | -2.0, needs an integer exponent, but has 0.5
            1/exp(x)           | 710 | OVERFLOW      | 3  | exp(x)      | larger than a float64 can be
            0*(x^200 + 1)      | 1e9 | OVERFLOW      | 4  | x^200       | larger than a float64 can be
            x - 1e308 - 1e308  | -1  | OVERFLOW      | 1  | x - 1e308 - 1e308 | larger than a float64 can be
            1 + sqrt(x)        | 0   | NO_DERIVATIVE | 5  | sqrt(x)     | has no finite derivative
            x*1 + sqrt(x)      | 0   | NO_DERIVATIVE | 7  | sqrt(x)     | has no finite derivative
            sqrt(x^2)          | 0   | NO_DERIVATIVE | 1  | sqrt(x^2)   | has no finite derivative
            x^0.5              | 0   | NO_DERIVATIVE | 1  | x^0.5       | has no finite derivative
            x^x                | -2  | NO_DERIVATIVE | 1  | x^x         | has no finite derivative
            1e200*(1e200*(x/1e200)) | 1e-200 | OVERFLOW | 8  | 1e200*(x/1e200) | has a derivative larger
            """)
    void gapIsTheFirstPartWithoutAFiniteValueOrDerivative(
            String text, double x, ExpressionGap.GapKind kind, int column, String part, String reason) {
        var run = Expression.parse(text).run(Engine.FLOAT64);
        boolean finite = Double.isFinite(run.value(x));

        assertThat(finite && run.gradient(new double[1])).isFalse();
        assertThat(run.gap()).hasValueSatisfying(gap -> {
            assertThat(gap.kind()).isEqualTo(kind);
            assertThat(gap.column()).isEqualTo(column);
            assertThat(gap.part()).isEqualTo(part);
            assertThat(gap.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x^2", "sin(x) + exp(x)/3", "relu(x)^2 - tanh(x)"})
    void runAfterAnUndefinedValueIsCorrect(String text) {
        var run = Expression.parse(text + " + log(x)").run(Engine.FLOAT64);
        assertThat(run.value(-1)).isNaN();

        assertThat(run.value(2)).isEqualTo(value(text, 2) + StrictMath.log(2));
        assertThat(run.gap()).isEmpty();
    }
}
