/**
 * Row-major matrices of float32 or float64 and the checked operations on them, with the threads that share them out.
 *
 * <p>Every sum has one fixed order, so that the same operands give the same bits with any kernels, any vector width and any number of
 * threads; every NaN counts as the same NaN. Uses {@code matrix.kernel} and the JDK, nothing else.
 */
package dev.chainrule.matrix;
