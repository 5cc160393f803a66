package dev.chainrule.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps that are refused, each with the place of its fault. */
@ServiceTest
class SweepFaultsTest {
    private static final String JOB = """
            "model": {"layers": [{"units": 2, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                      "loss": "binary_cross_entropy"},
            "dataset": {"features": [[0, 0], [0, 1]], "targets": [[0], [1]]}, "optimizer": "sgd", "epochs": 1""";

    private final Api api;

    SweepFaultsTest(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "grid": {"optimizer.learningRate": [0.1, 1, 0]}                              | /grid/optimizer.learningRate/2
            "grid": {"optimizer.learningRate": [0, -1]}                                  | /grid/optimizer.learningRate/0 /grid/optimizer.learningRate/1
            "grid": {"optimizer.learningRate": [0, 0]}                                   | /grid/optimizer.learningRate
            "grid": {"optimizer.learningRate": [0.1, "fast"]}                            | /grid/optimizer.learningRate/1
            "grid": {"optimizer": ["adam", {"type": "sgd", "learningRate": -1}]}         | /grid/optimizer/1/learningRate
            "grid": {"epochs": [0, 1], "optimizer.learningRate": [0.1, 0.2]}             | /grid/epochs/0
            "grid": {"epochs": [0, 1], "optimizer.learningRate": [-1, 0.2]}              | /grid/optimizer.learningRate/0 /grid/epochs/0
            "grid": {"optimizer.rate": [0.1]}                                            | /grid/optimizer.rate
            "grid": {"epoch": [1, 2]}                                                    | /grid/epoch
            "grid": {"model.layers.2.units": [1]}                                        | /grid/model.layers.2.units
            "grid": {"model.layers.-1.units": [1]}                                       | /grid/model.layers.-1.units
            "grid": {"model.layers.0.units": [4, 0]}                                     | /grid/model.layers.0.units/1
            "grid": {"model.layers.1.units": [1, 2]}                                     | /job/dataset
            "grid": {"epochs.0": [1]}                                                    | /grid/epochs.0
            "grid": {"labels.0": ["a"], "labels.": ["b"]}                                | /grid/labels.0 /grid/labels.
            "grid": {"": [1]}                                                            | /grid/
            "grid": {"epochs": []}                                                       | /grid/epochs
            "grid": {"epochs": 5}                                                        | /grid/epochs
            "grid": {"optimizer": ["sgd"], "optimizer.learningRate": [1]}                | /grid/optimizer.learningRate
            "grid": [1]                                                                  | /grid
            "grid": {"seed": [1.5]}                                                      | /grid/seed
            "grid": {"validation.fraction": [0.5, 1]}                                    | /grid/validation.fraction/1
            "grid": {"dataset": [{"features": [[0, 0], [0, 1]], "targets": [[0]]}]}      | /grid/dataset/0/targets
            "grid": {"labels.x": ["a", "\\ud800"]}                                       | /grid/labels.x/1
            "restarts": 0                                                                | /restarts
            "restarts": 1.5                                                              | /restarts
            "restarts": 1001                                                             | /restarts
            "grid": {"epochs": [1, 2, 3]}, "restarts": 334                               | /grid
            "restarts": 2147483647, "grid": {"epochs": [1, 2]}                           | /grid
            "rankBy": "loss"                                                             | /rankBy
            "rankBy": "validationCost"                                                   | /rankBy
            "rankBy": "mae"                                                              | /rankBy
            "grid": {"model.loss": ["binary_cross_entropy", "mean_squared_error"]}       | /rankBy
            "rankBy": "cost", "grid": {"classWeights": ["balanced", null]}               | /rankBy
            "surprise": true                                                             | /surprise
            "surprise": true, "restarts": "2", "rankBy": "loss"                          | /restarts /surprise /rankBy
            "restarts": 0, "rankBy": "loss", "grid": {"epochs": 5, "": [1], "batchSize": [0, 1]} | /grid/epochs /restarts /rankBy /grid/ /grid/batchSize/0
            "restarts": "a", "grid": {"model": 5, "dataset.rows.0": [1], "seed": ["b"]}  | /restarts /grid/model /grid/dataset.rows.0 /grid/seed
            """)
    void namesTheFaultyPart(String settings, String pointers) {
        var answer = api.post("/sweeps", "{\"job\": {%s}, %s}".formatted(JOB, settings));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).as(answer.body().toString()).containsExactly(pointers.split(" "));
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"grid": {"epochs": [1]}}                                                                     | 422 | /job
            {"job": "none"}                                                                               | 422 | /job
            {"job": 5, "grid": {"model.layers.0.units": [1]}}                                             | 422 | /job
            {"job": {"dataset": {"features": [[0]], "targets": [[0]]}}}                                   | 422 | /job/model
            {"job": {"model": "none", "dataset": "none", "epochs": 0}}                                    | 422 | /job/epochs /job/model /job/dataset
            {"job": {"model": "none", "dataset": {"features": [[0]], "targets": [[0]]}}}                  | 404 | /job/model
            {"job": {"model": {"layers": [{"units": 0}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}}, "restarts": 3} | 422 | /job/model/layers/0/units
            {"job": {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}, "epochs": 0}, "grid": {"batchSize": [1, 2]}} | 422 | /job/epochs
            {"job": {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}}, "rankBy": "accuracy"} | 422 | /rankBy
            {"job": {"model": "none", "dataset": "none"}, "grid": {"model.layers.0.units": [1]}}          | 422 | /grid/model.layers.0.units /job/dataset
            []                                                                                            | 422 | ``
            {                                                                                             | 400 |
            """)
    void answersWithTheRightStatus(String body, int status, String pointers) {
        var answer = api.post("/sweeps", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        if (pointers != null) {
            assertThat(answer.pointers()).as(answer.body().toString()).containsExactly(pointers.split(" "));
        }
    }

    @Test
    void aFaultThatOnlySomePointsHaveNamesTheFirstOfThem() {
        var answer = api.post("/sweeps", "{\"job\": {%s}, %s}".formatted(
                JOB.replace("\"sgd\"", "{\"type\": \"momentum\", \"momentum\": 0.9}"),
                "\"grid\": {\"optimizer.type\": [\"momentum\", \"sgd\"], \"epochs\": [1, 2]}"));

        assertThat(answer.pointers()).containsExactly("/job/optimizer/momentum");
        assertThat(answer.body().path("errors").get(0).path("detail").asString())
                .isEqualTo("is not a setting of sgd; its settings are learningRate; types with this setting:"
                        + " momentum, nesterov (where optimizer.type = \"sgd\","
                        + " epochs = 1)");
    }

    @Test
    void settingThatTheDefaultTypeLacksNamesTheTypesThatHaveIt() {
        var answer = api.post(
                "/sweeps",
                "{\"job\": {%s}, \"grid\": {\"learningRateSchedule.factor\": [0.5]}, \"rankBy\": \"val_accuracy\"}"
                        .formatted(JOB));

        assertThat(answer.body().path("errors")).extracting(error -> error.path("detail").asString()).containsExactly(
                "must be one of cost, accuracy, mae, r2, validationCost, validationAccuracy, validationMae, validationR2"
                        + " (did you mean validationAccuracy?)",
                "is not a setting of constant; its settings are warmupEpochs; types with this setting: step, plateau");
        assertThat(answer.pointers()).containsExactly("/rankBy", "/grid/learningRateSchedule.factor");
    }

    @Test
    void faultsOfTheSweepItsGridAndItsJobAreAnsweredTogether() {
        assertThat(api
                .post("/sweeps",
                        """
                                {"job": {"model": {"layers": [{"units": 0}], "loss": "huber"}, "epoch": 1, "optimizer": "sgd", "clipNorm": -1,
                                         "dataset": {"features": [[0]], "targets": [[0, 1], [1]]}},
                                 "grid": {"clipNorm.x": [1], "optimizer.learningRate": [1, -1], "seed": []},
                                 "restarts": 0, "rankBy": "loss", "surprise": 1}""")
                .pointers())
                .containsExactlyInAnyOrder(
                        "/surprise", "/restarts", "/rankBy", "/grid/clipNorm.x", "/grid/seed",
                        "/grid/optimizer.learningRate/1", "/job/model/layers/0/units", "/job/epoch",
                        "/job/dataset/targets");
        assertThat(api.post("/sweeps", "{\"job\": 5, \"grid\": 5, \"restarts\": 0}").pointers())
                .containsExactly("/job", "/grid", "/restarts");
    }

    @Test
    void faultyAxisHidesFaultsOfTheFieldThatItLeadsTo() {
        assertThat(
                api.post("/sweeps", "{\"job\": {\"epochs\": 0}, \"grid\": {\"model\": 5, \"dataset\": []}}").pointers())
                .containsExactly("/grid/model", "/grid/dataset", "/job/epochs");
    }

    @Test
    void absentModelIsAnsweredTogetherWithFaultsOfTheSweep() {
        var answer = api.post("/sweeps", "{\"job\": {\"model\": \"none\", \"dataset\": \"none\"}, \"restarts\": 0}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/restarts", "/job/model", "/job/dataset");
    }

    @Test
    void jobFilterThatIsNotASweepIdIsRefused() {
        assertThat(api.get("/jobs?sweep=mine").pointers()).containsExactly("?sweep");
    }
}
