package dev.chainrule.graph.expression;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function of one or more variables, read from text such as {@code x^4 - 3*x^3 + 2}: a graph in float64 whose parameters are the
 * variables, 1 × 1, and whose last node is the value.
 *
 * <p>There are {@code + - * / ^}, parentheses, {@code exp log sin cos tan tanh sqrt abs sigmoid relu}, {@code pi} and {@code e}; {@code ^}
 * binds tighter than signs, and signs tighter than {@code *} and {@code /}. Every other name is a variable.
 */
public final class Expression {
    /** Largest number of characters. */
    public static final int MAX_LENGTH = 10_000;

    /** Largest number of operations, numbers and variables; equal ones count once. */
    public static final int MAX_NODES = 2_000;

    /** Largest depth of nested parentheses, signs and exponents. */
    public static final int MAX_DEPTH = 200;

    private final String text;
    private final GraphDefinition graph;
    private final List<String> variables;
    private final Map<String, ExpressionSpan> places;

    private Expression(String text, ExpressionNodes nodes) {
        this.text = text;
        this.graph = GraphDefinition.of(Precision.FLOAT64, nodes.definitions(), Optional.empty());
        this.variables = nodes.variables();
        this.places = nodes.places();
    }

    /** @throws ExpressionException if the text is not a valid expression, is too large, or has no variable */
    public static Expression parse(String text) {
        if (text.isBlank()) {
            throw new ExpressionException(1, "", "the expression is empty: write a function of variables, such as x^2");
        }
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException(MAX_LENGTH + 1, "",
                    "an expression must have at most " + MAX_LENGTH + " characters, but has " + text.length());
        }
        var nodes = new ExpressionParser(text).parse();
        if (nodes.variables().isEmpty()) {
            throw new ExpressionException(1, new ExpressionSpan(0, text.length()).in(text),
                    "has no variable: use at least one, such as x");
        }
        return new Expression(text, nodes);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    public GraphDefinition graph() {
        return graph;
    }

    /** In the order in which they are first written. */
    public List<String> variables() {
        return variables;
    }

    /** The number of operations, numbers and variables: the work of one evaluation. */
    public int nodeCount() {
        return graph.nodes().size();
    }

    /** @param operations of {@link Precision#FLOAT64} */
    public ExpressionRun run(MatrixOperations operations) {
        return new ExpressionRun(this, operations);
    }

    /**
     * The place where a node is first written.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    ExpressionSpan place(String node) {
        var place = places.get(node);
        if (place == null) {
            throw new IllegalArgumentException("the expression has no node \"" + node + "\"");
        }
        return place;
    }
}
