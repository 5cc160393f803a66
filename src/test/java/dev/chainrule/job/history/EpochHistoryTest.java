package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Scores;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From the records of a run to the stored blocks and back. */
class EpochHistoryTest {
    private static EpochRecord epoch(int epoch, double cost, double validationCost) {
        var validation = Double.isNaN(validationCost) ? null : new Scores(validationCost, Double.NaN, 1, 0.5);
        return new EpochRecord(epoch, new Scores(cost, 0.25, Double.NaN, Double.NaN), validation, 0.1, 2, 0.5);
    }

    @Test
    void aBlockGivesBackTheSameBits() {
        var epochs = IntStream.range(7, 12)
                .mapToObj(i -> Epoch.of(epoch(i, Math.nextUp(1.0 / i), i == 9 ? Double.NaN : 1e-300 / i)))
                .toList();

        var read = new EpochBlock(UUID.randomUUID(), 0, epochs).read(_ -> true);

        assertThat(read).isEqualTo(epochs);
        assertThat(read.get(2).has(Figure.VALIDATION_COST)).isFalse();
        assertThat(read.get(2).figure(Figure.COST)).isEqualTo(Math.nextUp(1.0 / 9));
    }
}
