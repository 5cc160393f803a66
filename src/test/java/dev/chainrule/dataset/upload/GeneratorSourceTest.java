package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.problem.Faults;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorSourceTest {
    @Test
    void logicRepeatsItsTruthTable() {
        assertThat(rows(Generator.Type.AND, 5, 0)).containsExactly(row(0, 0, 0), row(0, 1, 0), row(1, 0, 0),
                row(1, 1, 1),
                row(0, 0, 0));
        assertThat(rows(Generator.Type.OR, 4, 0)).containsExactly(row(0, 0, 0), row(0, 1, 1), row(1, 0, 1),
                row(1, 1, 1));
        assertThat(rows(Generator.Type.XOR, 4, 0)).containsExactly(row(0, 0, 0), row(0, 1, 1), row(1, 0, 1),
                row(1, 1, 0));
    }

    @Test
    void noiseMovesTheInputsOfLogicButNotItsTargets() {
        var rows = rows(Generator.Type.XOR, 4, 0.1);

        assertThat(rows).extracting(row -> row.get(2)).containsExactly(0.0, 1.0, 1.0, 0.0);
        assertThat(rows.get(3).get(0)).isCloseTo(1, within(0.6)).isNotEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theSeedDecidesEverything(Generator.Type type) {
        assertThat(rows(type, 101, 0.2)).isEqualTo(rows(type, 101, 0.2)).hasSize(101);
        assertThat(rows(type, 101, 0.2)).isNotEqualTo(read(new Generator(type, 101, 0.2, 8)));
    }

    @ParameterizedTest
    @EnumSource(names = {"GAUSS", "CIRCLES", "QUADRANTS", "SPIRAL", "MOONS"})
    void bothClassesOccur(Generator.Type type) {
        assertThat(rows(type, 200, 0).stream().mapToDouble(List::getLast).sum()).isBetween(60.0, 140.0);
    }

    @Test
    void circlesAndQuadrantsWithoutNoiseAreSeparatedByTheirFormula() {
        for (var row : rows(Generator.Type.CIRCLES, 200, 0)) {
            double radius = Math.hypot(row.get(0), row.get(1));
            assertThat(row.get(2)).isEqualTo(radius < 2.5 ? 1 : 0);
            assertThat(radius).satisfiesAnyOf(r -> assertThat(r).isLessThan(2.5),
                    r -> assertThat(r).isBetween(3.4999, 5.0001));
        }
        for (var row : rows(Generator.Type.QUADRANTS, 200, 0)) {
            assertThat(row.get(2)).isEqualTo(row.get(0) * row.get(1) >= 0 ? 1 : 0);
            assertThat(Math.abs(row.get(0))).isBetween(0.3, 5.3);
        }
    }

    @Test
    void planeAndSineWithoutNoiseFollowTheirFormulas() {
        for (var row : rows(Generator.Type.PLANE, 50, 0)) {
            assertThat(row.get(2)).isCloseTo((row.get(0) + row.get(1)) / 10, within(1e-15));
        }
        for (var row : rows(Generator.Type.SINE, 50, 0)) {
            assertThat(row).hasSize(2);
            assertThat(row.get(1)).isEqualTo(StrictMath.sin(row.get(0)));
        }
    }

    @Test
    void spiralsAndMoonsWithoutNoiseStartAndEndAtTheirFormulasPoints() {
        var spiral = rows(Generator.Type.SPIRAL, 200, 0);
        assertThat(spiral.getFirst()).isEqualTo(row(0, 0, 1));
        assertThat(Math.hypot(spiral.get(99).get(0), spiral.get(99).get(1))).isCloseTo(4.95, within(1e-12));
        assertThat(spiral.get(150).get(0)).isCloseTo(-spiral.get(50).get(0), within(1e-12));

        var moons = rows(Generator.Type.MOONS, 5, 0);
        assertThat(moons.getFirst()).isEqualTo(row(1, 0, 0));
        assertThat(moons.get(2)).isEqualTo(row(0, 0.5, 1));
        assertThat(moons.getLast().get(0)).isCloseTo(2, within(1e-15));
    }

    private static List<List<Double>> rows(Generator.Type type, int rows, double noise) {
        return read(new Generator(type, rows, noise, 7));
    }

    private static List<List<Double>> read(Generator generator) {
        var source = new GeneratorSource(generator, new Faults());
        int columns = source.columns().size();
        var rows = new ArrayList<List<Double>>();
        source.read(new ColumnType[columns], row -> {
            var values = new ArrayList<Double>();
            for (int column = 0; column < columns; column++) {
                values.add(row.number(column));
            }
            rows.add(values);
        });
        return rows;
    }

    private static List<Double> row(double... values) {
        var row = new ArrayList<Double>();
        for (double value : values) {
            row.add(value);
        }
        return row;
    }
}
