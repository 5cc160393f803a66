package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From the records of a run to the stored blocks and back. */
class EpochHistoryTest {
    private static final Scores NONE = new Scores(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static EpochRecord epoch(int epoch, double cost, double validationCost) {
        var validation = Double.isNaN(validationCost) ? null : new Scores(validationCost, Double.NaN, 1, 0.5);
        return new EpochRecord(epoch, new Scores(cost, 0.25, Double.NaN, Double.NaN), validation, 0.1, 2, 0.5);
    }

    @Test
    void aBlockGivesBackTheSameBits() {
        var views = IntStream.range(7, 12)
                .mapToObj(i -> EpochView.of(epoch(i, Math.nextUp(1.0 / i), i == 9 ? Double.NaN : 1e-300 / i)))
                .toList();

        var read = new EpochBlock(UUID.randomUUID(), views).views();

        assertThat(read).isEqualTo(views);
        assertThat(read.get(2).validationCost()).isNull();
        assertThat(read.get(2).cost()).isEqualTo(Math.nextUp(1.0 / 9));
    }

    @Test
    void figuresThatAreNotFiniteAreNull() {
        var view = EpochView.of(new EpochRecord(0, NONE, null, Double.NaN, Double.POSITIVE_INFINITY, 1));

        assertThat(view.figures()).containsExactly(null, null, null, null, null, null, null, null, null, null, 1.0);
        assertThat(view.csv()).isEqualTo("0,,,,,,,,,,,1.0\n");
    }

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<TrainingLog.Bunch> written = new ArrayList<>();

    private TrainingLog log(boolean validates) {
        return new TrainingLog(10, 100, validates, 1_000, nanoTime::get, new AtomicBoolean(), written::add);
    }

    @Test
    void writesTheUntrainedNetworkAtOnceAndShortEpochsTogether() {
        var log = log(false);

        log.epochCompleted(epoch(0, 3, Double.NaN));
        log.epochCompleted(epoch(1, 2, Double.NaN));
        nanoTime.addAndGet(1_000);
        log.epochCompleted(epoch(2, 1, Double.NaN));
        log.epochCompleted(epoch(3, 1.5, Double.NaN));

        assertThat(written).hasSize(2);
        assertThat(written.getFirst().epochs()).extracting(EpochView::epoch).containsExactly(0);
        assertThat(written.getLast().epochs()).extracting(EpochView::epoch).containsExactly(1, 2);
        var rest = log.unwritten().orElseThrow();
        assertThat(rest.epochs()).extracting(EpochView::epoch).containsExactly(3);
    }

    @Test
    void theBestEpochHasTheLowestCostThatIsWatchedAndIsNotTheUntrainedNetwork() {
        var byCost = log(false);
        byCost.epochCompleted(epoch(0, 0.1, 0.1));
        byCost.epochCompleted(epoch(1, 2, 5));
        byCost.epochCompleted(epoch(2, 1, 7));
        byCost.epochCompleted(epoch(3, 1, 6));
        assertThat(byCost.unwritten().orElseThrow().best().orElseThrow().epoch()).isEqualTo(2);

        var byValidation = log(true);
        byValidation.epochCompleted(epoch(0, 0.1, 0.1));
        byValidation.epochCompleted(epoch(1, 2, 5));
        byValidation.epochCompleted(epoch(2, 1, 7));
        assertThat(byValidation.unwritten().orElseThrow().best().orElseThrow().epoch()).isEqualTo(1);
    }

    @Test
    void speedAndRemainingTimeFollowFromTheEpochsSoFar() {
        var log = log(false);
        log.epochCompleted(epoch(0, 3, Double.NaN));
        log.epochCompleted(epoch(1, 2, Double.NaN));
        log.epochCompleted(epoch(2, 2, Double.NaN));

        var bunch = log.unwritten().orElseThrow();

        assertThat(written.getFirst().samplesPerSecond()).as("nothing trained yet").isEmpty();
        assertThat(bunch.samplesPerSecond()).as("2 epochs of 100 rows in 2 · 0.5 s").hasValue(200);
        assertThat(bunch.etaSeconds()).as("8 epochs of 0.5 s").hasValue(4);
    }

    @Test
    void recordsThatCouldNotBeWrittenAreKept() {
        var log = new TrainingLog(10, 100, false, 1_000, nanoTime::get, new AtomicBoolean(), _ -> {
            throw new IllegalStateException("no database");
        });

        assertThatThrownBy(() -> log.epochCompleted(epoch(0, 3, Double.NaN))).hasMessage("no database");

        assertThat(log.unwritten().orElseThrow().epochs()).extracting(EpochView::epoch).containsExactly(0);
    }
}
