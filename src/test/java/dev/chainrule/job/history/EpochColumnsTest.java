package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
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
    private static final int HEADER = Figure.COUNT;

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
        var epochs = IntStream.range(0, EPOCHS).mapToObj(e -> {
            var figures = new double[Figure.COUNT];
            Arrays.fill(figures, Double.NaN);
            figures[0] = value.applyAsDouble(e);
            figures[10] = value.applyAsDouble(EPOCHS - 1 - e);
            return new Epoch(e, figures);
        }).toList();

        var data = EpochColumns.encode(epochs);

        assertThat(data).hasSize(HEADER + 2 * bytes);
        assertThat(decoded(data, EPOCHS)).isEqualTo(epochs);
    }

    private static List<Epoch> decoded(byte[] data, int count) {
        var figures = EpochColumns.decode(data, count);
        return IntStream.range(0, count).mapToObj(e -> new Epoch(e, figures[e])).toList();
    }

    @Test
    void oneEpochIsWrittenAsConstants() {
        var epoch = new Epoch(0, IntStream.range(0, Figure.COUNT).mapToDouble(Math::sqrt).toArray());

        var data = EpochColumns.encode(List.of(epoch));

        assertThat(data).hasSize(HEADER + 8 * Figure.COUNT);
        assertThat(decoded(data, 1)).containsExactly(epoch);
    }
}
