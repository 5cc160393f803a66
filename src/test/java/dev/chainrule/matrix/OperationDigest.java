package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.KernelSelection;
import java.util.Arrays;
import java.util.List;

/** One digest over the results of every operation on many shapes; also a program, so that other virtual machines can work it out. */
final class OperationDigest {
    /** m, n, k: zero, one, less and more than a vector, and ragged beyond register tiles and blocks. */
    private static final int[][] SHAPES = {
        {0, 0, 0}, {0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {9, 17, 0}, {1, 1, 1}, {4, 3, 2}, {2, 1, 7}, {5, 4, 9}, {7, 15, 3},
        {8, 16, 8},
        {9, 17, 31},
        {1, 33, 65}, {13, 31, 40}, {33, 47, 21}, {65, 10, 30}, {12, 65, 64}, {40, 70, 300}, {37, 130, 17},
        {300, 40, 20}, {3, 1100, 11}, {53, 150, 70},
        {67, 1, 33}, {300, 1, 20},
    };

    /** Beyond, only products find anything new: the other operations are done with their blocks and ragged ends. */
    private static final int LARGEST_ELEMENTWISE = 5_000;

    private OperationDigest() {}

    /** The shapes that try every branch of an operation. */
    static List<int[]> shapes(Operation operation) {
        return Arrays.stream(SHAPES)
                .filter(shape -> operation.product() || shape[0] * shape[1] <= LARGEST_ELEMENTWISE)
                .toList();
    }

    /** Prints the vectors' bits and the digest of the kernels that the argument requests; for REASON, which are chosen and why. */
    public static void main(String[] arguments) {
        if (arguments[0].equals("REASON")) {
            System.out.println(KernelSelection.choose(KernelSelection.Requested.AUTO));
            return;
        }
        var selection = KernelSelection.choose(KernelSelection.Requested.valueOf(arguments[0]));
        System.out.println(selection.name() + " " + selection.vectorBits() + " " + of(selection));
    }

    static String of(KernelSelection selection) {
        var digest = 0L;
        for (var precision : Precision.values()) {
            var operations = MatrixOperations.of(precision, selection, ComputeTeam.alone());
            for (var operation : Operation.all()) {
                for (var shape : shapes(operation)) {
                    for (var kind : Samples.Kind.values()) {
                        digest = add(digest, operations, operation, shape, kind);
                    }
                }
            }
        }
        return Long.toHexString(digest);
    }

    private static long add(
            long digest, MatrixOperations operations, Operation operation, int[] shape, Samples.Kind kind) {
        var x = Samples.of(operation, operations.precision(), shape[0], shape[1], shape[2], kind, 1);
        var sum = mix(digest, Double.doubleToLongBits(operation.run(operations, x)));
        for (var matrix : x) {
            for (var bits : Samples.bits(matrix)) {
                sum = mix(sum, bits);
            }
        }
        return sum;
    }

    /** One to one in the digest so far and in the bits: no difference can be lost again but by another one. */
    private static long mix(long digest, long bits) {
        var product = (digest ^ bits) * 0x9E37_79B9_7F4A_7C15L;
        return product ^ (product >>> 32);
    }
}
