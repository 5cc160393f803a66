package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Into how many parts a product is divided, which make up the whole. */
class SharedProductsTest {
    private record Region(int row, int rows, int column, int columns) {}

    @ParameterizedTest
    @CsvSource({
        // by columns, where each thread has some
        "2, 128, 784, 128, 2", "4, 128, 784, 128, 4", "3, 128, 784, 96, 3",
        // by rows, where columns would not go round
        "3, 128, 784, 128, 3", "5, 128, 784, 128, 4", "2, 128, 784, 10, 2",
        // by both
        "16, 128, 784, 128, 16",
        // by as many columns as there are, where rows are too few
        "4, 8, 400, 96, 3",
        // not at all, where it is not worth it
        "4, 32, 30, 64, 1"
    })
    void tilesAreDividedAmongAllThreads(int threads, int m, int k, int n, int expected) {
        var parts = Collections.synchronizedList(new ArrayList<Region>());
        try (var computeThreads = ComputeThreads.of(threads); var team = computeThreads.team()) {
            var operations = MatrixOperations.of(Precision.FLOAT32, KernelSelection.choose(Requested.AUTO), team);
            operations.multiply(
                    Matrix.zeros(Precision.FLOAT32, m, k),
                    Matrix.zeros(Precision.FLOAT32, k, n),
                    Matrix.zeros(Precision.FLOAT32, m, n),
                    (row, rows, column, columns) -> parts.add(new Region(row, rows, column, columns)));
        }

        assertThat(parts).hasSize(expected);
        assertThat(elements(parts, n)).hasSize(m * n).doesNotHaveDuplicates();
    }

    private static List<Integer> elements(List<Region> parts, int n) {
        var elements = new ArrayList<Integer>();
        for (var part : parts) {
            for (var i = part.row; i < part.row + part.rows; i++) {
                for (var j = part.column; j < part.column + part.columns; j++) {
                    elements.add(i * n + j);
                }
            }
        }
        return elements;
    }
}
