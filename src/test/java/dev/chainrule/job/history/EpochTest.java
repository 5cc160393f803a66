package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Scores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An epoch's record as JSON and as CSV. */
class EpochTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Scores NONE = new Scores(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final Epoch WHOLE = Epoch.of(new EpochRecord(
            7, new Scores(0.5, 0.75, 1e-9, -2), new Scores(0.25, 1, 3, 0.1), 0.01, 12_345_678.9, 4e-6));

    @Test
    void everyFigureHasItsFieldInJson() {
        assertThat(JSON.writeValueAsString(WHOLE)).isEqualTo(
                "{\"epoch\":7,\"cost\":0.5,\"accuracy\":0.75,\"mae\":1.0E-9,\"r2\":-2.0,\"validationCost\":0.25,"
                        + "\"validationAccuracy\":1.0,\"validationMae\":3.0,\"validationR2\":0.1,\"learningRate\":0.01,"
                        + "\"gradientNorm\":1.23456789E7,\"seconds\":4.0E-6}");
    }

    @Test
    void everyFigureHasItsColumnInCsv() {
        assertThat(Epoch.CSV_HEADER).isEqualTo("epoch,cost,accuracy,mae,r2,validationCost,validationAccuracy,"
                + "validationMae,validationR2,learningRate,gradientNorm,seconds\n");
        assertThat(WHOLE.csv()).isEqualTo("7,0.5,0.75,1.0E-9,-2.0,0.25,1.0,3.0,0.1,0.01,1.23456789E7,4.0E-6\n");
    }

    @Test
    void figuresThatAreNotFiniteAreNullInJsonAndEmptyInCsv() {
        var epoch = Epoch.of(new EpochRecord(0, NONE, null, Double.NaN, Double.POSITIVE_INFINITY, 1));

        assertThat(JSON.writeValueAsString(epoch)).isEqualTo(
                "{\"epoch\":0,\"cost\":null,\"accuracy\":null,\"mae\":null,\"r2\":null,\"validationCost\":null,"
                        + "\"validationAccuracy\":null,\"validationMae\":null,\"validationR2\":null,"
                        + "\"learningRate\":null,\"gradientNorm\":null,\"seconds\":1.0}");
        assertThat(epoch.csv()).isEqualTo("0,,,,,,,,,,,1.0\n");
    }

    @Test
    void theJsonReadsBackToTheSameEpoch() {
        assertThat(JSON.readValue(JSON.writeValueAsString(WHOLE), Epoch.class)).isEqualTo(WHOLE);
    }
}
