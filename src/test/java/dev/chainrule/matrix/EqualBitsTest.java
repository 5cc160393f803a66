package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same operands give the same bits with any kernels, any vector width and any number of threads. */
class EqualBitsTest {
    private static final KernelSelection SCALAR = KernelSelection.choose(Requested.SCALAR);
    // An error without the vector module: these tests may not pass by leaving it out.
    private static final KernelSelection VECTOR = KernelSelection.choose(Requested.VECTOR);

    private static Stream<Operation> operations() {
        return Operation.all().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void vectorKernelsGiveTheScalarKernelsBits(Operation operation) {
        try (var threads = ComputeThreads.of(1); var team = threads.team()) {
            for (var precision : Precision.values()) {
                var scalar = MatrixOperations.of(precision, SCALAR, team);
                var vector = MatrixOperations.of(precision, VECTOR, team);
                for (var shape : OperationDigest.shapes(operation)) {
                    for (var kind : Samples.Kind.values()) {
                        assertThat(results(vector, operation, shape, kind))
                                .as("%s %s %s", precision, Arrays.toString(shape), kind)
                                .isDeepEqualTo(results(scalar, operation, shape, kind));
                    }
                }
            }
        }
    }

    private static long[][] results(MatrixOperations operations, Operation operation, int[] shape, Samples.Kind kind) {
        var x = Samples.of(operation, operations.precision(), shape[0], shape[1], shape[2], kind, 1);
        var answer = operation.run(operations, x);
        var results = new long[x.length + 1][];
        for (var i = 0; i < x.length; i++) {
            results[i] = Samples.bits(x[i]);
        }
        results[x.length] = new long[] {Double.doubleToLongBits(answer)};
        return results;
    }

    @Test
    void productsGiveTheBitsOfTheTextbooksThreeLoops() {
        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            for (var selection : List.of(SCALAR, VECTOR)) {
                for (var precision : Precision.values()) {
                    var operations = MatrixOperations.of(precision, selection, team);
                    for (var shape : OperationDigest.shapes(Operation.all().getFirst())) {
                        for (var kind : Samples.Kind.values()) {
                            checkProducts(operations, shape[0], shape[1], shape[2], kind);
                        }
                    }
                    checkProducts(operations, 50, 600, 2000, Samples.Kind.ORDINARY); // several blocks in any cache
                    checkProducts(operations, 50, 140, 5000, Samples.Kind.ORDINARY); // a block of the fewest columns
                }
            }
        }
    }

    private static void checkProducts(MatrixOperations operations, int m, int n, int k, Samples.Kind kind) {
        var precision = operations.precision();
        var a = Samples.matrix(precision, m, k, kind, 1);
        var b = Samples.matrix(precision, k, n, kind, 2);
        var expected = Matrix.zeros(precision, m, n);
        for (var i = 0; i < m; i++) {
            for (var j = 0; j < n; j++) {
                expected.set(i, j, chain(a, b, i, j));
            }
        }
        var c = Matrix.zeros(precision, m, n);
        c.fill(Double.NaN); // what C held must not matter
        operations.multiply(a, b, c);
        assertThat(Samples.bits(c)).as("A·B %d %d %d", m, n, k).isEqualTo(Samples.bits(expected));
        c.fill(Double.NaN);
        operations.multiplyTransposedLeft(transpose(a), b, c);
        assertThat(Samples.bits(c)).as("Aᵀ·B %d %d %d", m, n, k).isEqualTo(Samples.bits(expected));
        c.fill(Double.NaN);
        operations.multiplyTransposedRight(a, transpose(b), c);
        assertThat(Samples.bits(c)).as("A·Bᵀ %d %d %d", m, n, k).isEqualTo(Samples.bits(expected));
    }

    private static double chain(Matrix a, Matrix b, int i, int j) {
        if (a.precision() == Precision.FLOAT64) {
            var sum = 0.0;
            for (var p = 0; p < a.columns(); p++) {
                sum = Math.fma(a.get(i, p), b.get(p, j), sum);
            }
            return sum;
        }
        var sum = 0f;
        for (var p = 0; p < a.columns(); p++) {
            sum = Math.fma((float) a.get(i, p), (float) b.get(p, j), sum);
        }
        return sum;
    }

    private static Matrix transpose(Matrix x) {
        var transposed = Matrix.zeros(x.precision(), x.columns(), x.rows());
        for (var r = 0; r < x.rows(); r++) {
            for (var c = 0; c < x.columns(); c++) {
                transposed.set(c, r, x.get(r, c));
            }
        }
        return transposed;
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        for (var precision : Precision.values()) {
            for (var shape : new int[][] {{128, 128, 100}, {512, 33, 64}, {16, 300, 128}, {100, 96, 101}}) {
                for (var operation : Operation.all().subList(0, 3)) {
                    var byOne = productBits(precision, operation, shape, 1);
                    for (var threads : new int[] {2, 3}) {
                        assertThat(productBits(precision, operation, shape, threads))
                                .as("%s %s, %d threads", operation, Arrays.toString(shape), threads)
                                .isDeepEqualTo(byOne);
                    }
                }
            }
        }
    }

    /** Each part followed at once, by the thread that computed it: every element once, and after its sum is there. */
    @Test
    void epilogueRunsOnceForEachElement() {
        try (var threads = ComputeThreads.of(3); var team = threads.team()) {
            for (var shape : new int[][] {{128, 128, 100}, {512, 33, 64}, {16, 300, 128}, {5, 4, 3}}) {
                var operations = MatrixOperations.of(Precision.FLOAT64, VECTOR, team);
                var a = Samples.matrix(Precision.FLOAT64, shape[0], shape[2], Samples.Kind.ORDINARY, 1);
                var b = Samples.matrix(Precision.FLOAT64, shape[2], shape[1], Samples.Kind.ORDINARY, 2);
                var row = Samples.matrix(Precision.FLOAT64, 1, shape[1], Samples.Kind.ORDINARY, 3);
                var expected = Matrix.zeros(Precision.FLOAT64, shape[0], shape[1]);
                operations.multiply(a, b, expected);
                operations.addRow(row, expected);
                operations.activate(ActivationFunction.TANH, expected, expected);
                operations.multiplyElements(Matrix.of(Precision.FLOAT64, expected.toArray()), expected);

                var c = Matrix.zeros(Precision.FLOAT64, shape[0], shape[1]);
                var t = Matrix.zeros(Precision.FLOAT64, shape[0], shape[1]);
                Epilogue epilogue = (r, rows, column, columns) -> {
                    operations.addRow(row, c, r, rows, column, columns);
                    operations.activate(ActivationFunction.TANH, c, t, r, rows, column, columns);
                    operations.activate(ActivationFunction.TANH, c, c, r, rows, column, columns);
                    operations.multiplyElements(t, c, r, rows, column, columns);
                };
                operations.multiply(a, b, c, epilogue);
                assertThat(Samples.bits(c)).isEqualTo(Samples.bits(expected));
                operations.multiplyTransposedLeft(transpose(a), b, c, epilogue);
                assertThat(Samples.bits(c)).isEqualTo(Samples.bits(expected));
                operations.multiplyTransposedRight(a, transpose(b), c, epilogue);
                assertThat(Samples.bits(c)).isEqualTo(Samples.bits(expected));
            }
        }
    }

    private static long[][] productBits(Precision precision, Operation operation, int[] shape, int count) {
        try (var threads = ComputeThreads.of(count); var team = threads.team()) {
            var operations = MatrixOperations.of(precision, VECTOR, team);
            return results(operations, operation, shape, Samples.Kind.ORDINARY);
        }
    }

    /** In virtual machines of their own, for the width is fixed once they run. A narrower processor repeats its widest. */
    @Test
    void everyVectorWidthAndNoVectorModuleGiveTheSameBits() {
        var bytes = new int[] {16, 32, 64};
        var answers = Arrays.stream(bytes)
                .mapToObj(width -> OtherVirtualMachine.start(
                        OperationDigest.class,
                        List.of("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=" + width),
                        "VECTOR"))
                .toList();
        var withoutModule = OtherVirtualMachine.start(OperationDigest.class, List.of(), "AUTO");
        var digest = OperationDigest.of(SCALAR);

        for (var i = 0; i < bytes.length; i++) {
            var bits = Math.min(Byte.SIZE * bytes[i], VECTOR.vectorBits());
            assertThat(answers.get(i).output()).endsWith("vector " + bits + " " + digest);
        }
        assertThat(withoutModule.output()).endsWith("scalar 0 " + digest);
    }

    @Test
    void aRequestForVectorKernelsWithoutTheirModuleIsAnError() {
        var answer = OtherVirtualMachine.start(OperationDigest.class, List.of(), "VECTOR");

        assertThatThrownBy(answer::output)
                .hasMessageContaining("start java with --add-modules jdk.incubator.vector");
    }

    @Test
    void vectorKernelsWithoutFusedMultiplyAddAreNotChosen() {
        var answer = OtherVirtualMachine.start(
                OperationDigest.class, List.of("--add-modules", "jdk.incubator.vector", "-XX:-UseFMA"), "REASON");

        assertThat(answer.output()).endsWith("scalar (no fused multiply-add in hardware)");
    }

    /** As development tools start services, to be up sooner. */
    @Test
    void vectorKernelsWithoutTheOptimisingCompilerAreNotChosen() {
        var answer = OtherVirtualMachine.start(
                OperationDigest.class,
                List.of("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"),
                "REASON");

        assertThat(answer.output()).contains("scalar (-XX:TieredStopAtLevel disables the optimising compiler");
    }
}
