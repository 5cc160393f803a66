package dev.chainrule.matrix;

import dev.chainrule.matrix.SharedProducts.Tiling;
import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.CostFunction;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.Kernels;
import java.util.List;
import java.util.Objects;

/**
 * The checked operations on matrices of one precision. Shapes, precision and aliasing are checked here, the selected kernels compute, and
 * large operations are shared out to a compute team.
 *
 * <p>Results have the same bits with any kernels and any number of threads. No operation allocates after its first call on a thread. Every
 * operation throws {@link ShapeMismatchException} if a precision or shape does not fit, and {@link AliasingException} if its result shares
 * memory with another operand, unless stated otherwise.
 *
 * <p>If the team has helpers, products and {@link #share} may be called by one thread at a time, and not from within an {@link Epilogue} or
 * a {@link RegionWork}. All other operations may be called by any number of threads, each on its own matrices or regions.
 */
public final class MatrixOperations {
    private final Precision precision;
    private final Kernels<Object> kernels;
    private final OperandChecks checks;
    private final SharedProducts products;
    private final SharedRegions regions;
    private final OptimizerSteps steps;

    private MatrixOperations(Precision precision, Kernels<Object> kernels, ComputeTeam team) {
        this.precision = precision;
        this.kernels = kernels;
        this.checks = new OperandChecks(precision);
        this.products = new SharedProducts(kernels.products(), team);
        this.regions = new SharedRegions(team);
        this.steps = new OptimizerSteps(kernels.steps(), checks);
    }

    public static MatrixOperations of(Precision precision, KernelSelection selection, ComputeTeam team) {
        var kernels =
                switch (precision) {
                    case FLOAT32 -> selection.float32();
                    case FLOAT64 -> selection.float64();
                };
        return new MatrixOperations(precision, untyped(kernels), team);
    }

    /** Safe because every matrix that reaches the kernels has this precision, and so their type of array. */
    @SuppressWarnings("unchecked")
    private static Kernels<Object> untyped(Kernels<?> kernels) {
        return (Kernels<Object>) kernels;
    }

    public Precision precision() {
        return precision;
    }

    /**
     * C = A·B; each c_ij is one chain of fma from 0 over k upwards.
     *
     * @param a m × k
     * @param b k × n
     * @param c m × n, overwritten
     */
    public void multiply(Matrix a, Matrix b, Matrix c) {
        multiply(a, b, c, SharedProducts.NOTHING);
    }

    /** C = A·B, each region of C followed by {@code epilogue}. */
    public void multiply(Matrix a, Matrix b, Matrix c, Epilogue epilogue) {
        int m = a.rows(), n = b.columns(), k = a.columns();
        checks.requireProduct(a, b, c, k, n, m, n);
        products.multiply(a, k, 1, b, n, 1, c, k, Tiling.ANY, epilogue);
    }

    /**
     * C = Aᵀ·B; each c_ij is one chain of fma from 0 over k upwards.
     *
     * @param a k × m
     * @param b k × n
     * @param c m × n, overwritten
     */
    public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c) {
        multiplyTransposedLeft(a, b, c, SharedProducts.NOTHING);
    }

    /** C = Aᵀ·B, each region of C followed by {@code epilogue}, in regions of whole rows. */
    public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, Epilogue epilogue) {
        int m = a.columns(), n = b.columns(), k = a.rows();
        checks.requireProduct(a, b, c, k, n, m, n);
        products.multiply(a, 1, m, b, n, 1, c, k, Tiling.ROWS, epilogue);
    }

    /**
     * C = A·Bᵀ; each c_ij is one chain of fma from 0 over k upwards.
     *
     * @param a m × k
     * @param b n × k
     * @param c m × n, overwritten
     */
    public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c) {
        multiplyTransposedRight(a, b, c, SharedProducts.NOTHING);
    }

    /** C = A·Bᵀ, each region of C followed by {@code epilogue}. */
    public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, Epilogue epilogue) {
        int m = a.rows(), n = b.rows(), k = a.columns();
        checks.requireProduct(a, b, c, n, k, m, n);
        products.multiply(a, k, 1, b, 1, k, c, k, Tiling.ANY, epilogue);
    }

    /** c_ij += row_j; row is 1 × columns of C. */
    public void addRow(Matrix row, Matrix c) {
        addRow(row, c, 0, c.rows(), 0, c.columns());
    }

    /** {@link #addRow(Matrix, Matrix)} for a region of C. */
    public void addRow(Matrix row, Matrix c, int firstRow, int rows, int firstColumn, int columns) {
        checks.requireOperand(row, "a row", 1, c.columns());
        checks.requireOperand(c);
        OperandChecks.requireDisjoint(row, c);
        OperandChecks.requireRegion(c, firstRow, rows, firstColumn, columns);
        kernels.arithmetic()
                .addRow(
                        row.data(), row.offset() + firstColumn, c.data(),
                        c.offset() + firstRow * c.columns() + firstColumn, c.columns(), rows, columns);
    }

    /** row_j = Σᵢ a_ij, over i upwards; row is 1 × columns of A and overwritten. */
    public void columnSums(Matrix a, Matrix row) {
        checks.requireOperand(a);
        checks.requireOperand(row, "a row", 1, a.columns());
        OperandChecks.requireDisjoint(row, a);
        kernels.arithmetic().columnSums(a.data(), a.offset(), a.rows(), a.columns(), row.data(), row.offset());
    }

    /** A = f(Z), element by element; Z and A may be the same matrix. */
    public void activate(ActivationFunction f, Matrix z, Matrix a) {
        activate(f, z, a, 0, z.rows(), 0, z.columns());
    }

    /** {@link #activate(ActivationFunction, Matrix, Matrix)} for a region of Z and A. */
    public void activate(
            ActivationFunction f, Matrix z, Matrix a, int firstRow, int rows, int firstColumn, int columns) {
        checks.requireOperand(z);
        checks.requireOperand(a, "activations", z.rows(), z.columns());
        OperandChecks.requireDisjointOrSame(z, a);
        OperandChecks.requireRegion(z, firstRow, rows, firstColumn, columns);
        var length = runLength(z, rows, columns);
        for (var run = 0; run < runs(z, rows, columns); run++) {
            var from = (firstRow + run) * z.columns() + firstColumn;
            kernels.functions().activate(f, z.data(), z.offset() + from, a.data(), a.offset() + from, length);
        }
    }

    /** δ = δ ⊙ f′(Z), given Z and A = f(Z), which must not have been overwritten; δ has their shape. */
    public void multiplyByDerivative(ActivationFunction f, Matrix z, Matrix a, Matrix delta) {
        multiplyByDerivative(f, z, a, delta, 0, z.rows(), 0, z.columns());
    }

    /** {@link #multiplyByDerivative(ActivationFunction, Matrix, Matrix, Matrix)} for a region of δ. */
    public void multiplyByDerivative(
            ActivationFunction f, Matrix z, Matrix a, Matrix delta, int firstRow, int rows, int firstColumn,
            int columns) {
        checks.requireOperand(delta);
        checks.requireOperand(z, "z", delta.rows(), delta.columns());
        checks.requireOperand(a, "activations", delta.rows(), delta.columns());
        OperandChecks.requireDisjoint(delta, z);
        OperandChecks.requireDisjoint(delta, a);
        OperandChecks.requireRegion(delta, firstRow, rows, firstColumn, columns);
        var length = runLength(z, rows, columns);
        for (var run = 0; run < runs(z, rows, columns); run++) {
            var from = (firstRow + run) * z.columns() + firstColumn;
            kernels.functions()
                    .multiplyByDerivative(
                            f, z.data(), z.offset() + from, a.data(), a.offset() + from, delta.data(),
                            delta.offset() + from, length);
        }
    }

    /** Row by row a_j = e^(z_j − max z) / Σ e^(z − max z); Z and A may be the same matrix. */
    public void softmax(Matrix z, Matrix a) {
        checks.requireOperand(z);
        checks.requireOperand(a, "activations", z.rows(), z.columns());
        OperandChecks.requireDisjointOrSame(z, a);
        kernels.functions().softmax(z.data(), z.offset(), a.data(), a.offset(), z.rows(), z.columns());
    }

    /** Row by row δ_j = a_j·(δ_j − Σ δ·a): from ∂C/∂a to ∂C/∂z, given A = softmax(Z). */
    public void softmaxBackward(Matrix a, Matrix delta) {
        checks.requireOperand(delta);
        checks.requireOperand(a, "activations", delta.rows(), delta.columns());
        OperandChecks.requireDisjoint(delta, a);
        kernels.functions()
                .softmaxBackward(a.data(), a.offset(), delta.data(), delta.offset(), delta.rows(), delta.columns());
    }

    /** The cost, averaged as f says, summed in float64; 0 for matrices without elements. For costs over logits, output holds the logits. */
    public double cost(CostFunction f, Matrix output, Matrix target) {
        checks.requireOperand(output);
        checks.requireOperand(target, "a target", output.rows(), output.columns());
        return kernels.functions()
                .cost(
                        f, output.data(), output.offset(), target.data(), target.offset(), output.rows(),
                        output.columns());
    }

    /**
     * Σᵢ wᵢ·cᵢ / rows, where cᵢ is the {@linkplain #cost(CostFunction, Matrix, Matrix) cost} of row i alone: a chain of fma in float64 over
     * i upwards. A row of weight 0 adds nothing, whatever its cost.
     *
     * @param weights rows × 1
     */
    public double cost(CostFunction f, Matrix output, Matrix target, Matrix weights) {
        checks.requireOperand(output);
        checks.requireOperand(target, "a target", output.rows(), output.columns());
        checks.requireOperand(weights, "weights", output.rows(), 1);
        if (output.size() == 0) {
            return 0;
        }
        var columns = output.columns();
        var sum = 0.0;
        for (var i = 0; i < output.rows(); i++) {
            var weight = weights.get(i, 0);
            if (weight != 0) {
                var cost = kernels.functions()
                        .cost(
                                f, output.data(), output.offset() + i * columns, target.data(),
                                target.offset() + i * columns, 1, columns);
                sum = Math.fma(weight, cost, sum);
            }
        }
        return sum / output.rows();
    }

    /**
     * δ = ∂cost/∂output. For costs over logits δ becomes ∂cost/∂logits, and output holds the result of sigmoid or softmax; the logits
     * themselves are not needed.
     */
    public void costGradient(CostFunction f, Matrix output, Matrix target, Matrix delta) {
        checks.requireOperand(output);
        checks.requireOperand(target, "a target", output.rows(), output.columns());
        checks.requireOperand(delta, "a delta", output.rows(), output.columns());
        OperandChecks.requireDisjoint(delta, output);
        OperandChecks.requireDisjoint(delta, target);
        kernels.functions()
                .costGradient(
                        f, output.data(), output.offset(), target.data(), target.offset(), delta.data(), delta.offset(),
                        output.rows(), output.columns());
    }

    /**
     * The first elements of a row of C become (byte − shift)·scale, each byte read as 0 … 255, computed in float64 and rounded once.
     *
     * @param bytes read from {@code bytesOffset} on; not modified
     * @param count number of bytes
     */
    public void scaleBytes(byte[] bytes, int bytesOffset, int count, double shift, double scale, Matrix c, int row) {
        checks.requireOperand(c);
        Objects.checkIndex(row, c.rows());
        Objects.checkFromIndexSize(0, count, c.columns());
        Objects.checkFromIndexSize(bytesOffset, count, bytes.length);
        kernels.arithmetic()
                .scaleBytes(bytes, bytesOffset, shift, scale, c.data(), c.offset() + row * c.columns(), count);
    }

    /** C = C ⊙ A. */
    public void multiplyElements(Matrix a, Matrix c) {
        multiplyElements(a, c, 0, c.rows(), 0, c.columns());
    }

    /** {@link #multiplyElements(Matrix, Matrix)} for a region of C. */
    public void multiplyElements(Matrix a, Matrix c, int firstRow, int rows, int firstColumn, int columns) {
        checks.requireOperand(c);
        checks.requireOperand(a, "a factor", c.rows(), c.columns());
        OperandChecks.requireDisjoint(a, c);
        OperandChecks.requireRegion(c, firstRow, rows, firstColumn, columns);
        var length = runLength(c, rows, columns);
        for (var run = 0; run < runs(c, rows, columns); run++) {
            var from = (firstRow + run) * c.columns() + firstColumn;
            kernels.arithmetic().multiplyElements(a.data(), a.offset() + from, c.data(), c.offset() + from, length);
        }
    }

    /** The number of contiguous runs in a region: whole rows are one run. */
    private static int runs(Matrix whole, int rows, int columns) {
        return columns == whole.columns() ? 1 : rows;
    }

    /** The number of elements in a contiguous run. */
    private static int runLength(Matrix whole, int rows, int columns) {
        return columns == whole.columns() ? rows * columns : columns;
    }

    /** C = s·C. */
    public void scale(double s, Matrix c) {
        scale(s, c, 0, c.size());
    }

    /** {@link #scale(double, Matrix)} for {@code length} elements from the flat position {@code from}. */
    public void scale(double s, Matrix c, int from, int length) {
        checks.requireOperand(c);
        Objects.checkFromIndexSize(from, length, c.size());
        kernels.arithmetic().scale(s, c.data(), c.offset() + from, length);
    }

    /**
     * c_ij = s_i·c_ij. A row whose factor is 0 becomes 0, even if it held NaN or ±∞.
     *
     * @param s rows of C × 1
     */
    public void scaleRows(Matrix s, Matrix c) {
        checks.requireOperand(c);
        checks.requireOperand(s, "factors", c.rows(), 1);
        OperandChecks.requireDisjoint(s, c);
        for (var i = 0; i < c.rows(); i++) {
            var factor = s.get(i, 0);
            if (factor == 0) {
                c.clearRow(i);
            } else {
                kernels.arithmetic().scale(factor, c.data(), c.offset() + i * c.columns(), c.columns());
            }
        }
    }

    /** C = C + s·A, with one rounding. */
    public void addScaled(double s, Matrix a, Matrix c) {
        checks.requireOperand(c);
        checks.requireOperand(a, "a summand", c.rows(), c.columns());
        OperandChecks.requireDisjoint(a, c);
        kernels.arithmetic().addScaled(s, a.data(), a.offset(), c.data(), c.offset(), c.size());
    }

    /** Σ a², in float64, in one order whatever the vector width: sixteen interleaved partial sums, added in halves. */
    public double sumOfSquares(Matrix a) {
        checks.requireOperand(a);
        return kernels.arithmetic().sumOfSquares(a.data(), a.offset(), a.size());
    }

    /** G = G + l1·sign(W) + l2·W, sign(0) = 0: the gradient of l1·Σ|w| + ½·l2·Σw². */
    public void addPenaltyGradient(double l1, double l2, Matrix weights, Matrix gradient) {
        addPenaltyGradient(l1, l2, weights, gradient, 0, gradient.rows());
    }

    /** {@link #addPenaltyGradient(double, double, Matrix, Matrix)} for some rows of G. */
    public void addPenaltyGradient(double l1, double l2, Matrix weights, Matrix gradient, int firstRow, int rows) {
        checks.requireOperand(gradient);
        checks.requireOperand(weights, "weights", gradient.rows(), gradient.columns());
        OperandChecks.requireDisjoint(weights, gradient);
        OperandChecks.requireRegion(gradient, firstRow, rows, 0, gradient.columns());
        var from = firstRow * gradient.columns();
        kernels.arithmetic()
                .addPenaltyGradient(
                        l1, l2, weights.data(), weights.offset() + from, gradient.data(), gradient.offset() + from,
                        rows * gradient.columns());
    }

    /**
     * Does work on all regions of a matrix, by several threads if the matrix is large. What is done to the matrix is up to the work: it is
     * not checked.
     */
    public void share(Matrix matrix, RegionWork work) {
        checks.requireOperand(matrix);
        regions.run(matrix, work);
    }

    /**
     * Layers of a few elements whose forward and backward pass are one call.
     *
     * @param x rows × inputs, read by every pass
     * @param target rows × outputs, read by every pass
     * @param fused whether the cost is a function of the last layer's logits
     */
    public SmallNetwork smallNetwork(
            Matrix x, Matrix target, List<SmallNetwork.Layer> layers, CostFunction cost, boolean fused) {
        return new SmallNetwork(kernels, checks, x, target, layers, cost, fused);
    }

    /** The optimisers' steps on matrices of this precision, with the same checks. */
    public OptimizerSteps steps() {
        return steps;
    }
}
