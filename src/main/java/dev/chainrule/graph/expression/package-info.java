/**
 * Scalar functions of named variables, read from text, with all derivatives by one backward pass.
 *
 * <p>{@code Expression.parse} reads the text: {@code ExpressionLexer} gives tokens, {@code ExpressionParser} descends recursively, and
 * {@code ExpressionNodes} collects graph nodes; equal parts become one node. The result is a {@code graph.GraphDefinition} in float64
 * whose parameters are the variables. {@code ExpressionRun} evaluates it at a point and gives the gradient there; where one of the two
 * is not finite, {@code ExpressionGap} names the part of the text and the reason. An {@code ExpressionException} names the column of a
 * text that is no expression.
 *
 * <p>A new function or constant is an entry in {@code ExpressionNames}; if its operator is not defined everywhere,
 * {@code ExpressionRun} says where.
 */
@NullMarked
package dev.chainrule.graph.expression;

import org.jspecify.annotations.NullMarked;
