package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Precision;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FootprintTest {
    /** Of a graph: its passes do not share memory. */
    private static final PassMemory PASS = new PassMemory(1000, 8, false);

    private static final Footprint FOOTPRINT = new Footprint(Precision.FLOAT64, 1, 1, 0, PASS, PASS);

    @ParameterizedTest
    @ValueSource(longs = {1, 255, 256, 257, 511, 512, 513, 1000})
    void evaluatorUpToSoManyRowsTakesTheMostOfAnyOfThem(long rows) {
        long most = LongStream.rangeClosed(1, rows).map(some -> FOOTPRINT.evaluator(some, false)).max().orElseThrow();

        assertThat(FOOTPRINT.evaluatorUpTo(rows, false)).isEqualTo(most);
    }
}
