/**
 * The decision boundary of a classifier with two numeric inputs, as a picture.
 *
 * <p><b>A {@code GET …/versions/{version}/decision-boundary.svg}, step by step.</b> {@code DecisionBoundaryController} calls
 * {@code DecisionBoundaries}, which loads the version and finds the dataset, checks that a picture has room for the inputs and the classes,
 * and reserves memory. The version predicts the class of every place of a grid over the dataset's range and of the dataset's rows: that
 * is a {@code DecisionBoundary}, which {@code DecisionBoundaryChart} draws.
 */
@NullMarked
package dev.chainrule.explain.boundary;

import org.jspecify.annotations.NullMarked;
