package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.timelessHistory;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules of the learning rate, over HTTP. The optimiser's rate is 0.1. */
@ServiceTest
class LearningRateScheduleApiTest {
    private final Api api;

    LearningRateScheduleApiTest(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "constant", "warmupEpochs": 1}                                               | 0.05, 0.1, 0.1, 0.1
            {"type": "step", "factor": 0.5, "stepEpochs": 2}                                      | 0.1, 0.1, 0.05, 0.05
            {"type": "exponential", "decay": 0.5}                                                 | 0.1, 0.05, 0.025, 0.0125
            {"type": "cosine", "periodEpochs": 2, "minLearningRate": 0.02}                        | 0.1, 0.06, 0.1, 0.06
            {"type": "plateau", "factor": 0.5, "patience": 1, "minDelta": 9, "minLearningRate": 0.03} | 0.1, 0.1, 0.05, 0.03
            """)
    void everyEpochHasItsRate(String schedule, String expected) {
        var id = submit(api, xor("\"epochs\": 4, \"learningRateSchedule\": " + schedule));

        ended(api, id);

        var rates = epochRates(id);
        var wanted = List.of(expected.split(", ")).stream().map(Double::valueOf).toList();
        assertThat(rates).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(rates.get(i)).as("epoch %d", i + 1).isCloseTo(wanted.get(i), within(1e-15));
        }
    }

    /** Of the epochs from the first on. */
    private List<Double> epochRates(String id) {
        return api.get("/jobs/" + id + "/epochs").body().path("data").valueStream()
                .skip(1)
                .map(epoch -> epoch.path("learningRate").asDouble())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            step        | {"type":"step","factor":0.1,"stepEpochs":30,"warmupEpochs":0}
            exponential | {"type":"exponential","decay":0.95,"warmupEpochs":0}
            cosine      | {"type":"cosine","minLearningRate":0.0,"warmupEpochs":0}
            plateau     | {"type":"plateau","monitor":"cost","factor":0.1,"patience":10,"minDelta":1.0E-4,"minLearningRate":0.0,"warmupEpochs":0}
            """)
    void aNameAloneHasItsDefaults(String name, String written) {
        var job = api.post("/jobs", xor("\"epochs\": 1, \"learningRateSchedule\": \"" + name + "\"")).body();

        assertThat(job.path("spec").path("learningRateSchedule").toString()).isEqualTo(written);
    }

    @Test
    void aPlateauMonitorsTheValidationIfThereIsOne() {
        var settings = "\"epochs\": 1, \"validation\": {\"fraction\": 0.5}, \"learningRateSchedule\": \"plateau\"";

        var job = api.post("/jobs", xor(settings)).body();

        assertThat(job.path("spec").path("learningRateSchedule").path("monitor").asString())
                .isEqualTo("validationCost");
    }

    @Test
    void resumedJobKeepsThePlateausState() {
        var settings =
                "\"seed\": 3, \"learningRateSchedule\": {\"type\": \"plateau\", \"patience\": 2, \"minDelta\": 9}, ";
        var first = ended(api, submit(api, xor(settings + "\"epochs\": 4")));

        var longer = ended(api, submit(api, "{\"resumeFrom\": {\"job\": \"%s\"}, \"epochs\": 9}"
                .formatted(first.path("id").asString())));

        var whole = ended(api, submit(api, xor(settings + "\"epochs\": 9")));
        assertThat(epochRates(whole.path("id").asString()).getLast()).as("reduced after 3, 5, 7")
                .isCloseTo(1e-4, within(1e-15));
        assertThat(timelessHistory(api, longer.path("id").asString()))
                .isEqualTo(timelessHistory(api, whole.path("id").asString()));
        assertThat(longer.path("weightsSha256")).isEqualTo(whole.path("weightsSha256"));
    }
}
