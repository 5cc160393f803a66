package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowLayoutTest {
    @Test
    void everyCellTypeReadsBackWhatWasWritten() {
        var layout = layout(
                CellType.UINT8, CellType.UINT8, CellType.FLOAT32, CellType.FLOAT64, CellType.CODE8, CellType.CODE16,
                CellType.CODE32, CellType.NONE, CellType.FLOAT64);
        double[][] rows = {
            {0, 255, 0.5, 0.1, 0, 0, 0, Double.NaN, -0.0},
            {128, 1, -1.5f, Double.MIN_VALUE, 254, 65_534, 70_000, Double.NaN, Double.MAX_VALUE},
            {7, 9, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                Double.NaN},
        };
        var chunk = new byte[rows.length * layout.rowBytes()];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                layout.write(chunk, r, c, rows[r][c]);
            }
        }

        var read = new double[9];
        for (int r = 0; r < rows.length; r++) {
            layout.read(chunk, r, read);
            assertThat(read).containsExactly(rows[r]);
            for (int c = 0; c < read.length; c++) {
                assertThat(layout.value(chunk, r, c)).isEqualTo((Double) rows[r][c]);
            }
        }
    }

    @Test
    void rowsHaveNoGaps() {
        assertThat(layout(CellType.UINT8, CellType.NONE, CellType.FLOAT64, CellType.CODE16).rowBytes()).isEqualTo(11);
    }

    @Test
    void codesAreAsShortAsTheCategoriesAllowWithOneLeftForMissing() {
        assertThat(CellType.forCategories(255)).isEqualTo(CellType.CODE8);
        assertThat(CellType.forCategories(256)).isEqualTo(CellType.CODE16);
        assertThat(CellType.forCategories(65_535)).isEqualTo(CellType.CODE16);
        assertThat(CellType.forCategories(65_536)).isEqualTo(CellType.CODE32);
    }

    private static RowLayout layout(CellType... cells) {
        return new RowLayout(Stream.of(cells).map(RowLayoutTest::column).toList());
    }

    private static Column column(CellType cell) {
        var type = cell.name().startsWith("CODE") ? ColumnType.CATEGORICAL : ColumnType.NUMERIC;
        return new Column("a", type, Role.FEATURE, cell, 0, null, null, null, null, List.of());
    }
}
