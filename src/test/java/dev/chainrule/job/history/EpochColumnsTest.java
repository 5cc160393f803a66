package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures as bytes and back. */
class EpochColumnsTest {
    private static final int EPOCHS = 1000;

    /** A column, and the most bytes that two of it may take. */
    static Stream<Arguments> columns() {
        return Stream.of(
                column("absent", _ -> Double.NaN, 200),
                column("constant", _ -> 0.1, 300),
                column("an accuracy", e -> (e % 151) / 150.0, 3_000),
                column("seconds", e -> (1_234_567 + 3 * e) / 1e9, 16_000),
                column("costs", e -> Math.nextUp(1.0 / (e + 1)), 16_000),
                column("costs, but one", e -> e == 500 ? Double.NaN : 1.0 / (e + 1), 16_000),
                column("a value once", e -> e == 500 ? 1e-300 : Double.NaN, 300),
                column("both zeros", e -> e % 2 == 0 ? 0.0 : -0.0, 300),
                column("extremes", e -> e % 2 == 0 ? Double.MAX_VALUE - e * 1e293 : Double.MIN_VALUE * e, 16_000));
    }

    private static Arguments column(String what, IntToDoubleFunction value, int mostBytes) {
        return Arguments.argumentSet(what, value, mostBytes);
    }

    @ParameterizedTest
    @MethodSource("columns")
    void aColumnComesBackWithTheSameBits(IntToDoubleFunction value, int mostBytes) {
        var epochs = IntStream.range(0, EPOCHS).mapToObj(e -> {
            var figures = new double[Figure.COUNT];
            Arrays.fill(figures, Double.NaN);
            figures[0] = value.applyAsDouble(e);
            figures[10] = value.applyAsDouble(EPOCHS - 1 - e);
            return new Epoch(e, figures);
        }).toList();

        var data = EpochColumns.encode(epochs);

        assertThat(data).hasSizeLessThan(mostBytes);
        assertThat(decoded(data, EPOCHS)).isEqualTo(epochs);
    }

    @Test
    void everyFigureComesBackInItsPlace() {
        var epoch = new Epoch(0, IntStream.range(0, Figure.COUNT).mapToDouble(Math::sqrt).toArray());

        assertThat(decoded(EpochColumns.encode(List.of(epoch)), 1)).containsExactly(epoch);
    }

    @Test
    void damagedBytesAreFound() {
        var data = EpochColumns.encode(IntStream.range(0, 9).mapToObj(e -> new Epoch(e, new double[Figure.COUNT]))
                .toList());
        data[data.length - 1]++;

        assertThatThrownBy(() -> EpochColumns.decode(data, 9)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherNumberOfEpochsIsRefused() {
        var data = EpochColumns.encode(List.of(new Epoch(0, new double[Figure.COUNT])));

        assertThatThrownBy(() -> EpochColumns.decode(data, 2)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 epochs must have 176 bytes, but have 88");
    }

    private static List<Epoch> decoded(byte[] data, int count) {
        var figures = EpochColumns.decode(data, count);
        return IntStream.range(0, count).mapToObj(e -> new Epoch(e, figures[e])).toList();
    }
}
