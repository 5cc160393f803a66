package dev.chainrule.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is no expression is refused with its column, the faulty text and how to fix it. */
class MalformedExpressionTest {
    private static ExpressionException refused(String text) {
        var thrown = catchThrowableOfType(ExpressionException.class, () -> Expression.parse(text));
        assertThat(thrown).as(text).isNotNull();
        return thrown;
    }

    /** An empty piece is the end of the text. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``               ; 1  ; ``      ; is empty: write a function
            `   `            ; 1  ; ``      ; is empty: write a function
            2x               ; 2  ; x       ; operator is missing before it: write 2*x
            3 x^2            ; 3  ; x       ; write 3*x
            x y              ; 3  ; y       ; write x*y
            x 2              ; 3  ; 2       ; write x*2
            2(x + 1)         ; 2  ; (       ; write 2*(…)
            (x + 1)2         ; 8  ; 2       ; write (…)*2
            (x)(x)           ; 4  ; (       ; write (…)*(…)
            (x + 1)x         ; 8  ; x       ; write (…)*x
            x + (2x)         ; 7  ; x       ; write 2*x
            pi(x)            ; 3  ; (       ; write pi*(…)
            2exp(x)          ; 2  ; exp     ; write 2*exp
            1e5e5*x          ; 4  ; e5      ; write 1e5*e5
            2e+x 3           ; 2  ; e       ; write 2*e
            0x10             ; 2  ; x10     ; write 0*x10
            x(2)             ; 1  ; x       ; is not a function: the functions are abs, cos, exp, log, relu, sigmoid, sin, sqrt, tan, tanh; to multiply, write x*(…)
            ln(x)            ; 1  ; ln      ; write log(…)
            1 + Sin(x)       ; 5  ; Sin     ; write sin(…)
            pow(x, 2)        ; 1  ; pow     ; write a^b
            log10(x)         ; 1  ; log10   ; write log(…)/log(10)
            max(x, 0)        ; 1  ; max     ; is not a function
            sin              ; 1  ; sin     ; needs its argument in parentheses: write sin(…)
            sin x            ; 1  ; sin     ; needs its argument in parentheses
            x*sin^2          ; 3  ; sin     ; needs its argument in parentheses
            sin()            ; 5  ; )       ; is missing before it after "("
            sin(x, 2)        ; 6  ; ,       ; functions have one argument
            (x + 1           ; 1  ; (       ; is never closed
            2*((x) + 1       ; 3  ; (       ; is never closed
            exp(x            ; 4  ; (       ; is never closed
            x + 1)           ; 6  ; )       ; closes a parenthesis that was not opened
            )x               ; 1  ; )       ; is missing before it
            ()               ; 2  ; )       ; is missing before it after "("
            x + ()           ; 6  ; )       ; is missing before it
            x +              ; 4  ; ``      ; is missing here after "+"
            x*               ; 3  ; ``      ; is missing here after "*"
            -                ; 2  ; ``      ; is missing here after "-"
            x^               ; 3  ; ``      ; is missing here after "^"
            (                ; 2  ; ``      ; is missing here after "("
            *x               ; 1  ; *       ; a number, a variable, a function or ( is missing before it
            /x               ; 1  ; /       ; is missing before it
            ^2               ; 1  ; ^       ; is missing before it
            x**2             ; 3  ; *       ; write ^ for a power
            x//2             ; 3  ; /       ; is missing before it after "/"
            x^*2             ; 3  ; *       ; is missing before it after "^"
            x +* 2           ; 4  ; *       ; is missing before it after "+"
            1.2.3*x          ; 1  ; 1.2.3   ; at most one decimal point
            1..2 + x         ; 1  ; 1..2    ; at most one decimal point
            x + .            ; 5  ; .       ; a number needs digits
            .e5*x            ; 1  ; .       ; a number needs digits
            1,5*x            ; 2  ; ,       ; write 1.5
            1e999*x          ; 1  ; 1e999   ; is larger than a float64 can be
            x − 1            ; 3  ; −       ; write - to subtract
            2×x              ; 2  ; ×       ; write * to multiply
            x÷2              ; 2  ; ÷       ; write / to divide
            x²               ; 2  ; ²       ; write ^2
            √x               ; 1  ; √       ; write sqrt(…)
            2*π*x            ; 3  ; π       ; write pi
            |x|              ; 1  ; |       ; write abs(…)
            [x + 1]          ; 1  ; [       ; write ( and )
            y = x^2          ; 3  ; =       ; is not an equation
            x!               ; 2  ; !       ; factorials
            50% + x          ; 3  ; %       ; write 0.5
            x & y            ; 3  ; &       ; is not allowed in an expression
            x + größe        ; 7  ; ö       ; letters A to Z
            x + 😀           ; 5  ; 😀      ; is not allowed in an expression
            x + "y"          ; 5  ; "       ; is not allowed in an expression
            1 + 2            ; 1  ; 1 + 2   ; has no variable
            pi*e             ; 1  ; pi*e    ; has no variable
            """)
    void faultHasColumnPieceAndReason(String text, int column, String piece, String detail) {
        var refused = refused(text);

        assertThat(refused.column()).isEqualTo(column);
        assertThat(refused.piece()).isEqualTo(piece);
        assertThat(refused).hasMessageContaining(detail).hasMessageStartingWith("at column " + column);
    }

    @Test
    void textMayBeTenThousandCharactersLong() {
        assertThat(Expression.parse("x" + " ".repeat(9_999)).nodeCount()).isEqualTo(1);
        assertThat(refused("x" + " ".repeat(10_000)))
                .hasMessageContaining("must have at most 10000 characters, but has 10001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "2^", "sin(", "-(", "2^-", "abs(2^("})
    void partsMayBeNestedTwoHundredLevelsDeep(String level) {
        var refused = refused(level.repeat(9_998 / level.length()) + "x");

        assertThat(refused).hasMessageContaining("nested in more than 200");
        int open = (int) level.chars().filter(each -> each == '(').count();
        int levels = (int) level.chars().filter(each -> each == '(' || each == '-' || each == '^').count();
        int most = 199 / levels;
        assertThat(Expression.parse(level.repeat(most) + "x" + ")".repeat(open * most)).variables())
                .containsExactly("x");
        assertThat(refused(level.repeat(most + 1) + "x" + ")".repeat(open * (most + 1)))).isNotNull();
    }

    @Test
    void anExpressionMayHaveTwoThousandNodes() {
        // A variable, and for each summand a number and a sum.
        var most = "x" + IntStream.rangeClosed(1, 999).mapToObj(i -> "+" + i).collect(Collectors.joining());

        assertThat(Expression.parse(most).nodeCount()).isEqualTo(1_999);
        assertThat(Expression.parse("-(" + most + ")").nodeCount()).isEqualTo(2_000);
        assertThat(refused(most + "+1000")).hasMessageContaining("at most 2000 operations");
        // An equal number is not counted again, the sum is.
        assertThat(Expression.parse(most + "+1").nodeCount()).isEqualTo(2_000);
    }
}
