/**
 * The loops behind the matrix operations: the same kernels as scalar code and on the Vector API, in float32 and float64, with equal bits.
 *
 * <p>Kernels work on arrays, offsets and lengths and check nothing: {@code matrix.MatrixOperations} did. Each vector lane owns one
 * independent result and does for it exactly what the scalar loop does, so that no sum depends on the vector width. Only classes named
 * {@code Vector…} import {@code jdk.incubator.vector}, and they are loaded only when selected. Uses the JDK, nothing else.
 */
package dev.chainrule.matrix.kernel;
