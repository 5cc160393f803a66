package dev.chainrule.graph.expression;

import dev.chainrule.graph.Operator;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.expression.ExpressionToken.TokenKind;

/**
 * Reads an expression by recursive descent:
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = signed { ("*" | "/") signed }
 * signed  = ("-" | "+") signed | power
 * power   = operand [ "^" signed ]
 * operand = number | constant | variable | function "(" sum ")" | "(" sum ")"
 * </pre>
 *
 * <p>So −x² is −(x²), 2^−x is 2^(−x), and a^b^c is a^(b^c).
 */
final class ExpressionParser {
    private final ExpressionLexer lexer;
    private final ExpressionNodes nodes = new ExpressionNodes();

    /** The next token, and the last one that was read: an end before there is one. */
    private ExpressionToken next;
    private ExpressionToken last;
    private int depth;

    ExpressionParser(String text) {
        this.lexer = new ExpressionLexer(text);
        this.next = lexer.next();
        this.last = new ExpressionToken(TokenKind.END, "", new ExpressionSpan(0, 0));
    }

    /** An expression that was read: its node, and its span with the parentheses around it. */
    private record ParsedExpression(int node, ExpressionSpan span) {}

    /** @throws ExpressionException if the text is not a valid expression */
    ExpressionNodes parse() {
        sum();
        if (next.is(TokenKind.CLOSE)) {
            throw next.error("closes a parenthesis that was not opened: remove it, or write ( before it");
        }
        return nodes;
    }

    private ParsedExpression sum() {
        var sum = product();
        while (next.is(TokenKind.PLUS) || next.is(TokenKind.MINUS)) {
            sum = operation(take().is(TokenKind.PLUS) ? Broadcast.ADD : Broadcast.SUBTRACT, sum, product());
        }
        if (next.beginsOperand()) {
            throw next.error("an operator is missing before it: write "
                    + (last.is(TokenKind.CLOSE) ? "(…)" : last.text()) + "*"
                    + (next.is(TokenKind.OPEN) ? "(…)" : next.text()));
        }
        return sum;
    }

    private ParsedExpression product() {
        var product = signed();
        while (next.is(TokenKind.TIMES) || next.is(TokenKind.DIVIDED)) {
            product = operation(take().is(TokenKind.TIMES) ? Broadcast.MULTIPLY : Broadcast.DIVIDE, product, signed());
        }
        return product;
    }

    /** Every nested part is read by this rule, so depth is counted here. */
    private ParsedExpression signed() {
        depth++;
        if (depth > Expression.MAX_DEPTH) {
            throw next.error("is nested in more than " + Expression.MAX_DEPTH
                    + " parentheses, signs and exponents: write it with fewer");
        }
        var part = next.is(TokenKind.MINUS) || next.is(TokenKind.PLUS) ? sign() : power();
        depth--;
        return part;
    }

    private ParsedExpression sign() {
        var sign = take();
        var operand = signed();
        var span = sign.span().to(operand.span());
        return sign.is(TokenKind.PLUS)
                ? new ParsedExpression(operand.node(), span)
                : parsed(nodes.operation(Operator.Function.NEGATE, span, operand.node()), span);
    }

    private ParsedExpression power() {
        var base = operand();
        if (!next.is(TokenKind.POWER)) {
            return base;
        }
        take();
        return operation(Broadcast.POWER, base, signed());
    }

    private ParsedExpression operand() {
        return switch (next.kind()) {
            case NUMBER -> {
                var number = take();
                yield parsed(nodes.constant(Double.parseDouble(number.text()), number.span()), number.span());
            }
            case NAME -> named(take());
            case OPEN -> {
                var open = take();
                var inner = sum();
                yield new ParsedExpression(inner.node(), open.span().to(close(open).span()));
            }
            case PLUS, MINUS, TIMES, DIVIDED, POWER, CLOSE, END -> throw noOperand();
        };
    }

    private ParsedExpression named(ExpressionToken name) {
        var constant = ExpressionNames.CONSTANTS.get(name.text());
        var function = ExpressionNames.FUNCTIONS.get(name.text());
        if (constant != null) {
            return parsed(nodes.constant(constant, name.span()), name.span());
        }
        if (!next.is(TokenKind.OPEN)) {
            if (function != null) {
                throw name.error("is a function and needs its argument in parentheses: write " + name.text() + "(…)");
            }
            return parsed(nodes.variable(name.text(), name.span()), name.span());
        }
        if (function == null) {
            throw name.error("is not a function: " + ExpressionNames.instead(name.text()));
        }
        var open = take();
        var argument = sum();
        var span = name.span().to(close(open).span());
        return parsed(nodes.operation(function, span, argument.node()), span);
    }

    private ExpressionToken close(ExpressionToken open) {
        if (!next.is(TokenKind.CLOSE)) {
            throw open.error("is never closed: write ) where it ends");
        }
        return take();
    }

    private ExpressionException noOperand() {
        if (next.is(TokenKind.TIMES) && last.is(TokenKind.TIMES)) {
            return next.error("follows another *: write ^ for a power");
        }
        var before = last.is(TokenKind.END) ? "" : " after \"" + last.text() + "\"";
        return next
                .error("a number, a variable, a function or ( is missing "
                        + (next.is(TokenKind.END) ? "here" : "before it")
                        + before);
    }

    private ParsedExpression operation(Broadcast operator, ParsedExpression left, ParsedExpression right) {
        var span = left.span().to(right.span());
        return parsed(nodes.operation(operator, span, left.node(), right.node()), span);
    }

    private ParsedExpression parsed(int node, ExpressionSpan span) {
        if (nodes.count() > Expression.MAX_NODES) {
            throw last.error(
                    "an expression must have at most " + Expression.MAX_NODES
                            + " operations, numbers and variables, but has more up to here: shorten it");
        }
        return new ParsedExpression(node, span);
    }

    private ExpressionToken take() {
        last = next;
        next = lexer.next();
        return last;
    }
}
