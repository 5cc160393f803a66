package dev.chainrule.graph.expression;

import dev.chainrule.graph.expression.ExpressionToken.TokenKind;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits an expression into tokens. */
final class ExpressionLexer {
    private static final Pattern NUMBER = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** What looks like a number, but need not be one. */
    private static final Pattern DIGITS_AND_POINTS = Pattern.compile("[0-9.]+");

    /** What to write instead of characters that look like operators. */
    private static final Map<Integer, String> INSTEAD = Map.ofEntries(
            Map.entry((int) '−', "write - to subtract"),
            Map.entry((int) '–', "write - to subtract"),
            Map.entry((int) '×', "write * to multiply"),
            Map.entry((int) '·', "write * to multiply"),
            Map.entry((int) '÷', "write / to divide"),
            Map.entry((int) ':', "write / to divide"),
            Map.entry((int) '²', "write ^2"),
            Map.entry((int) '³', "write ^3"),
            Map.entry((int) '√', "write sqrt(…)"),
            Map.entry((int) 'π', "write pi"),
            Map.entry((int) '|', "write abs(…)"),
            Map.entry((int) '[', "write ( and )"),
            Map.entry((int) ']', "write ( and )"),
            Map.entry((int) '{', "write ( and )"),
            Map.entry((int) '}', "write ( and )"),
            Map.entry((int) '=', "an expression is not an equation: remove it, and what is before it"),
            Map.entry((int) ',', "functions have one argument, and numbers a decimal point: write 1.5"),
            Map.entry((int) '!', "there are no factorials"),
            Map.entry((int) '%', "write 0.5 for 50 %"));

    private final String text;
    private int at;

    ExpressionLexer(String text) {
        this.text = text;
    }

    /**
     * The next token; after the last one, always the end.
     *
     * @throws ExpressionException if the text continues with something that no expression has
     */
    ExpressionToken next() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return token(TokenKind.END, at);
        }
        return switch (text.charAt(at)) {
            case '+' -> token(TokenKind.PLUS, at + 1);
            case '-' -> token(TokenKind.MINUS, at + 1);
            case '*' -> token(TokenKind.TIMES, at + 1);
            case '/' -> token(TokenKind.DIVIDED, at + 1);
            case '^' -> token(TokenKind.POWER, at + 1);
            case '(' -> token(TokenKind.OPEN, at + 1);
            case ')' -> token(TokenKind.CLOSE, at + 1);
            case '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> name();
        };
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private ExpressionToken token(TokenKind kind, int end) {
        var span = new ExpressionSpan(at, end);
        at = end;
        return new ExpressionToken(kind, text.substring(span.from(), end), span);
    }

    private ExpressionToken number() {
        var number = matcher(NUMBER);
        if (!number.lookingAt()) {
            throw error(at + 1, "a number needs digits: write 0.5 or .5");
        }
        if (number.end() < text.length() && text.charAt(number.end()) == '.') {
            var all = matcher(DIGITS_AND_POINTS);
            throw error(all.lookingAt() ? all.end() : number.end(), "a number must have at most one decimal point");
        }
        if (!Double.isFinite(Double.parseDouble(number.group()))) {
            throw error(number.end(), "is larger than a float64 can be, which is 1.8e308");
        }
        return token(TokenKind.NUMBER, number.end());
    }

    private ExpressionToken name() {
        var name = matcher(NAME);
        if (!name.lookingAt()) {
            int character = text.codePointAt(at);
            throw error(at + Character.charCount(character), INSTEAD.getOrDefault(character,
                    "is not allowed in an expression: use + - * / ^ ( ), numbers, functions and variables,"
                            + " whose names consist of the letters A to Z, digits and _"));
        }
        return token(TokenKind.NAME, name.end());
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    private ExpressionException error(int end, String detail) {
        return new ExpressionException(at + 1, new ExpressionSpan(at, end).in(text), detail);
    }
}
