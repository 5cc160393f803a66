package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures as bytes and back: the same bits, in as few bytes as their kind allows. */
class EpochColumnsTest {
    private static final int EPOCHS = 1000;
    private static final int HEADER = EpochView.FIGURES;

    /** A column, and the bytes it takes. */
    static Stream<Arguments> columns() {
        return Stream.of(
                column("absent", _ -> Double.NaN, 0),
                column("constant", _ -> 0.1, 8),
                column("an accuracy", e -> (e % 151) / 150.0, 1 + 151 * 8 + EPOCHS),
                column("256 values", e -> Math.sqrt(e % 256), 1 + 256 * 8 + EPOCHS),
                column("257 values", e -> Math.sqrt(e % 257), 8 * EPOCHS),
                column("seconds", e -> (1_234_567 + 3 * e) / 1e9, 4 * EPOCHS),
                column("seconds of one long epoch", e -> e == 7 ? 3.5 : (1_234_567 + 3 * e) / 1e9, 8 * EPOCHS),
                column("costs", e -> Math.nextUp(1.0 / (e + 1)), 8 * EPOCHS),
                column("costs, but one", e -> e == 500 ? Double.NaN : 1.0 / (e + 1), 8 * EPOCHS),
                column("a value once", e -> e == 500 ? 1e-300 : Double.NaN, 1 + 2 * 8 + EPOCHS),
                column("both zeros", e -> e % 2 == 0 ? 0.0 : -0.0, 1 + 2 * 8 + EPOCHS),
                column("extremes", e -> e % 2 == 0 ? Double.MAX_VALUE - e * 1e293 : Double.MIN_VALUE * e, 8 * EPOCHS));
    }

    private static Arguments column(String what, IntToDoubleFunction value, int bytes) {
        return Arguments.argumentSet(what, value, bytes);
    }

    @ParameterizedTest
    @MethodSource("columns")
    void aColumnComesBackWithTheSameBits(IntToDoubleFunction value, int bytes) {
        var figures = IntStream.range(0, EPOCHS).mapToObj(e -> {
            var row = new double[EpochView.FIGURES];
            Arrays.fill(row, Double.NaN);
            row[0] = value.applyAsDouble(e);
            row[10] = value.applyAsDouble(EPOCHS - 1 - e);
            return row;
        }).toArray(double[][]::new);

        var data = EpochColumns.encode(figures);

        assertThat(data).hasSize(HEADER + 2 * bytes);
        // As Arrays.equals compares numbers: by their bits.
        assertThat(EpochColumns.decode(EpochColumns.FORMAT, data, EPOCHS))
                .matches(read -> Arrays.deepEquals(read, figures));
    }

    @Test
    void oneEpochIsWrittenAsConstants() {
        var row = IntStream.range(0, EpochView.FIGURES).mapToDouble(Math::sqrt).toArray();

        var data = EpochColumns.encode(new double[][] {row});

        assertThat(data).hasSize(HEADER + 8 * EpochView.FIGURES);
        assertThat(EpochColumns.decode(EpochColumns.FORMAT, data, 1)).isDeepEqualTo(new double[][] {row});
    }

    @Test
    void anUnknownFormatIsNotGuessedAt() {
        assertThatThrownBy(() -> EpochColumns.decode(2, new byte[HEADER], 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("format 2");
    }
}
