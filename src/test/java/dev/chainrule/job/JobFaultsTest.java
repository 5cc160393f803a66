package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused, each with the place of its fault. */
@ServiceTest
class JobFaultsTest {
    private static final String MODEL =
            "{\"layers\": [{\"units\": 1, \"activation\": \"sigmoid\"}], \"loss\": \"binary_cross_entropy\"}";
    private static final String DATASET = "{\"features\": [[0, 0], [0, 1]], \"targets\": [[0], [1]]}";

    private final Api api;

    JobFaultsTest(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "epochs": 0                                                | /epochs
            "epochs": -1                                               | /epochs
            "epochs": 2000000000                                       | /epochs
            "epochs": "many"                                           | /epochs
            "epochs": "10"                                             | /epochs
            "epochs": 1.5                                              | /epochs
            "epochs": 99999999999                                      | /epochs
            "batchSize": 0                                             | /batchSize
            "batchSize": "half"                                        | /batchSize
            "batchSize": 1.5                                           | /batchSize
            "batchSize": [4]                                           | /batchSize
            "shuffle": "yes"                                           | /shuffle
            "seed": 1.5                                                | /seed
            "seed": 99999999999999999999                               | /seed
            "clipNorm": 0                                              | /clipNorm
            "clipNorm": "a"                                            | /clipNorm
            "maxSeconds": -1                                           | /maxSeconds
            "stopAtCost": "low"                                        | /stopAtCost
            "optimizer": "adm"                                         | /optimizer/type
            "optimizer": {}                                            | /optimizer/type
            "optimizer": 3                                             | /optimizer
            "optimizer": {"type": "sgd", "learningRate": 0}            | /optimizer/learningRate
            "optimizer": {"type": "sgd", "learningRate": -0.1}         | /optimizer/learningRate
            "optimizer": {"type": "sgd", "momentum": 0.9}              | /optimizer/momentum
            "optimizer": {"type": "momentum", "momentum": 1}           | /optimizer/momentum
            "optimizer": {"type": "adam", "beta1": 1}                  | /optimizer/beta1
            "optimizer": {"type": "adam", "beta2": -0.1}               | /optimizer/beta2
            "optimizer": {"type": "adam", "epsilon": 0}                | /optimizer/epsilon
            "optimizer": {"type": "adam", "rate": 1}                   | /optimizer/rate
            "optimizer": {"type": "adamw", "weightDecay": -1}          | /optimizer/weightDecay
            "validation": {}                                           | /validation
            "validation": {"fraction": 0.5, "dataset": "x"}            | /validation
            "validation": {"fraction": 0}                              | /validation/fraction
            "validation": {"fraction": 1}                              | /validation/fraction
            "validation": {"dataset": 3}                               | /validation/dataset
            "earlyStopping": {"monitor": "accuracy"}                   | /earlyStopping/monitor
            "earlyStopping": {"monitor": "validationCost"}             | /earlyStopping/monitor
            "earlyStopping": {"patience": 0}                           | /earlyStopping/patience
            "earlyStopping": {"minDelta": -1}                          | /earlyStopping/minDelta
            "preprocessing": {"numeric": "log"}                        | /preprocessing/numeric
            "preprocessing": {"categorical": "target"}                 | /preprocessing/categorical
            "preprocessing": {"missing": "drop"}                       | /preprocessing/missing
            "preprocessing": {"targets": "standard"}                   | /preprocessing/targets
            "labels": {"a": "1", "b": {}}                              | /labels/b
            "classWeights": "even"                                     | /classWeights
            "classWeights": 2                                          | /classWeights
            "classWeights": [1, 2]                                     | /classWeights
            "classWeights": {"0": 0, "1": 0}                           | /classWeights
            "classWeights": {"2": 1}                                   | /classWeights/2
            "classWeights": {"1": 1, "1.0": 2}                         | /classWeights/1.0
            "classWeights": {"0": -1}                                  | /classWeights/0
            "classWeights": {"1": "2"}                                 | /classWeights/1
            "classWeights": {"1": null}                                | /classWeights/1
            "classWeights": {"1": 1e999}                               | /classWeights/1
            "learningRateSchedule": "cosinus"                          | /learningRateSchedule/type
            "learningRateSchedule": {"warmupEpochs": 3}                | /learningRateSchedule/type
            "learningRateSchedule": 3                                  | /learningRateSchedule
            "learningRateSchedule": {"type": "cosine", "epochs": 3}    | /learningRateSchedule/epochs
            "learningRateSchedule": {"type": "cosine", "factor": 0.5}  | /learningRateSchedule/factor
            "learningRateSchedule": {"type": "constant", "warmupEpochs": -1} | /learningRateSchedule/warmupEpochs
            "learningRateSchedule": {"type": "constant", "warmupEpochs": 1.5} | /learningRateSchedule/warmupEpochs
            "learningRateSchedule": {"type": "step", "factor": 1}      | /learningRateSchedule/factor
            "learningRateSchedule": {"type": "step", "stepEpochs": 0}  | /learningRateSchedule/stepEpochs
            "learningRateSchedule": {"type": "exponential", "decay": 0} | /learningRateSchedule/decay
            "learningRateSchedule": {"type": "cosine", "periodEpochs": 0} | /learningRateSchedule/periodEpochs
            "learningRateSchedule": {"type": "cosine", "minLearningRate": -1} | /learningRateSchedule/minLearningRate
            "learningRateSchedule": {"type": "cosine", "minLearningRate": 0.1} | /learningRateSchedule/minLearningRate
            "learningRateSchedule": {"type": "plateau", "patience": 0} | /learningRateSchedule/patience
            "learningRateSchedule": {"type": "plateau", "minDelta": -1} | /learningRateSchedule/minDelta
            "learningRateSchedule": {"type": "plateau", "monitor": "accuracy"} | /learningRateSchedule/monitor
            "learningRateSchedule": {"type": "plateau", "monitor": "validationCost"} | /learningRateSchedule/monitor
            "learningRateSchedule": {"type": "plateau", "minLearningRate": 1}, "optimizer": {"type": "sgd", "learningRate": -1} | /optimizer/learningRate
            "surprise": true                                           | /surprise
            "labels": {"x": "\\ud800"}                                 | /labels/x
            "labels": {"x": "\\udc00\\ud800"}                          | /labels/x
            "batchSize": "\\ud800"                                     | /batchSize
            """)
    void namesTheFaultySetting(String setting, String pointer) {
        var answer = api.post("/jobs", "{\"model\": %s, \"dataset\": %s, %s}".formatted(MODEL, DATASET, setting));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.pointers()).containsExactly(pointer);
        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"dataset": {"features": [[0]], "targets": [[0]]}}                                                       | /model
            {"model": {"layers": [{"units": 1}], "loss": "huber"}}                                                   | /dataset
            {"model": 5, "dataset": {"features": [[0]], "targets": [[0]]}}                                           | /model
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": 5}                                     | /dataset
            {"model": {"layers": [{"units": 1}], "loss": "huber", "x": 1}, "dataset": {"features": [[0]], "targets": [[0]]}} | /model/x
            {"model": {"layers": [{"units": 0}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}} | /model/layers/0/units
            {"model": {"inputs": 3, "layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}} | /dataset
            {"model": {"layers": [{"units": 2}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}} | /dataset
            {"model": {"layers": [{"units": 1, "weights": [[1], [2]]}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}} | /dataset
            {"model": {"layers": [{"units": 1}], "loss": "binary_cross_entropy"}, "dataset": {"features": [[0]], "targets": [[5]]}} | /dataset
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0], [1]]}} | /dataset/targets
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"columns": [{"name": "a"}], "rows": [[1]]}} | /dataset
            {"model": {"layers": [{"units": 2}], "loss": "huber"}, "dataset": {"columns": [{"name": "a"}, {"name": "b", "role": "target"}], "rows": [[1, "x"], [2, "y"], [3, "z"]]}} | /dataset
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}, "validation": {"fraction": 0.5}} | /validation/fraction
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}, "classWeights": "balanced"} | /classWeights
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"columns": [{"name": "a"}, {"name": "b", "role": "target"}], "rows": [[1, "x"], [2, "y"]]}, "classWeights": {"x": 1, "z": 2}} | /classWeights/z
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"columns": [{"name": "a", "role": "weight"}, {"name": "b", "role": "target"}], "rows": [[1, 1], [2, 2]]}} | /dataset
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"columns": [{"name": "a"}, {"name": "b", "role": "weight"}], "rows": [[1, 1], [2, -2]]}} | /dataset/columns/1
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"columns": [{"name": "a"}, {"name": "b", "role": "target"}], "rows": [[null, 1], [2, 3]]}, "preprocessing": {"missing": "error"}} | /dataset
            """)
    void namesThePartThatDoesNotFit(String body, String pointer) {
        var answer = api.post("/jobs", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model": "none", "dataset": {"features": [[0]], "targets": [[0]]}}                                      | 404 | /model
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": "none"}                                | 404 | /dataset
            {"model": "\\ud800", "dataset": {"features": [[0]], "targets": [[0]]}}                                   | 404 | /model
            {"model": {"layers": [{"units": 1}], "loss": "huber"}, "dataset": {"features": [[0]], "targets": [[0]]}, "validation": {"dataset": "none"}} | 404 | /validation/dataset
            {                                                                                                        | 400 |
            not json                                                                                                 | 400 |
            {"epochs": NaN}                                                                                          | 400 |
            []                                                                                                       | 422 | ``
            "text"                                                                                                   | 422 | ``
            """)
    void answersWithTheRightStatus(String body, int status, String pointer) {
        var answer = api.post("/jobs", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.pointers()).isEqualTo(pointer == null ? List.of() : List.of(pointer));
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().path("detail").asString()).isNotBlank();
    }

    @Test
    void faultsOfSettingsModelAndDatasetAreAnsweredTogether() {
        var answer = api.post("/jobs",
                """
                        {"model": {"layers": [{"units": 0}], "loss": "huber"}, "dataset": {"features": [[0]]}, "epochs": 0, "seed": "a",
                         "epoch": 5, "batchSize": 0, "optimizer": {"type": "adam", "lr": 0.1, "beta1": 2},
                         "validation": {"fraction": "0.2"}, "earlyStopping": {"monitor": "validationCost", "patience": 0},
                         "learningRateSchedule": {"type": "cosine", "minLearningRate": 0.05}}""");

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactlyInAnyOrder(
                "/model/layers/0/units", "/dataset/targets", "/epochs", "/seed", "/epoch", "/batchSize",
                "/optimizer/lr",
                "/optimizer/beta1", "/validation/fraction", "/earlyStopping/patience");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "optimizer": {"type": "adam", "lr": 1}       | is not a setting of adam (did you mean learningRate?); its settings are learningRate, beta1, beta2, epsilon
            "optimizer": {"type": "sgd", "momentum": 1}  | is not a setting of sgd; its settings are learningRate; types with this setting: momentum, nesterov
            "learningRateSchedule": {"type": "step", "gamma": 1} | is not a setting of step; its settings are factor, stepEpochs, warmupEpochs
            "learningRateSchedule": {"type": "step", "step_epochs": 1} | is not a setting of step (did you mean stepEpochs?); its settings are factor, stepEpochs, warmupEpochs
            """)
    void faultOfAnUnknownSettingNamesTheKnownOnes(String setting, String detail) {
        var answer = api.post("/jobs", "{\"model\": %s, \"dataset\": %s, %s}".formatted(MODEL, DATASET, setting));

        assertThat(answer.body().path("errors").get(0).path("detail").asString()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "learning_rate": 0.1   | is not a known field (did you mean optimizer.learningRate?); known are
            "lr": 0.1              | is not a known field (did you mean optimizer.learningRate?); known are
            "patience": 3          | is not a known field (did you mean earlyStopping.patience?); known are
            "batch_size": 3        | is not a known field (did you mean batchSize?); known are
            "epochs": 0            | must be between 1 and 10000000, but is 0
            "epochs": 99999999999  | must be between 1 and 10000000, but is 99999999999
            "epochs": "3"          | must be an integer between 1 and 10000000, without quotes and without a fraction
            "earlyStopping": {"monitor": "val_loss"} | must be one of cost, validationCost (did you mean validationCost?)
            "validation": 0.2      | must be an object, as in {"fraction": 0.2}
            "earlyStopping": 5     | must be an object, as in {"patience": 10}
            "preprocessing": "standardize" | must be an object, as in {"numeric": "standardize"}
            "resumeFrom": "last"   | must be an object, as in {"job": "<id of a job>"}
            "labels": ["a"]        | must be an object, as in {"name": "value"}
            "optimizer": 0.1       | must be a name, as in "sgd", or an object, as in {"type": "sgd"}
            "learningRateSchedule": 3 | must be a name, as in "constant", or an object, as in {"type": "constant"}
            "priority": 1001       | must be between -1000 and 1000, but is 1001
            "optimizer": "adem"    | must be one of sgd, momentum, nesterov, adagrad, adadelta, rmsprop, adam, amsgrad, adamw, adamax, nadam (did you mean adam?)
            """)
    void faultSaysWhatIsAllowedOrMeant(String setting, String detail) {
        var answer = api.post("/jobs", "{\"model\": %s, \"dataset\": %s, %s}".formatted(MODEL, DATASET, setting));

        assertThat(answer.body().path("errors").get(0).path("detail").asString()).startsWith(detail);
    }

    @Test
    void missingModelAndMissingDatasetAreAnsweredTogether() {
        var both = api.post("/jobs", "{\"model\": \"no-model\", \"dataset\": \"no-dataset\"}");
        var withAFault =
                api.post("/jobs", "{\"model\": \"no-model\", \"dataset\": %s, \"epochs\": 0}".formatted(DATASET));
        var one = api.post("/jobs", "{\"model\": \"no-model\", \"dataset\": %s}".formatted(DATASET));

        assertThat(both.status()).isEqualTo(422);
        assertThat(both.pointers()).containsExactly("/model", "/dataset");
        assertThat(withAFault.status()).isEqualTo(422);
        assertThat(withAFault.pointers()).containsExactly("/epochs", "/model");
        assertThat(one.status()).isEqualTo(404);
        assertThat(one.pointers()).containsExactly("/model");
    }

    @Test
    void faultOfAModelOrADatasetThatIsANumberShowsAnObject() {
        var answer = api.post("/jobs", "{\"model\": 5, \"dataset\": 6}");

        assertThat(answer.body().path("errors")).extracting(error -> error.path("detail").asString()).containsExactly(
                "must be the name or the id of a model, or an object, as in"
                        + " {\"layers\": [{\"units\": 1}], \"loss\": \"mean_squared_error\"}",
                "must be the name or the id of a dataset, or an object, as in"
                        + " {\"features\": [[0], [1]], \"targets\": [[1], [0]]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "a b", "../x", "a\\u0000", "\\ud800",
        "sixty-four-letters-and-digits-are-one-too-many-for-a-models-name"})
    void namesTheFaultyNameOfAModel(String name) {
        var answer = api.post("/jobs", """
                {"model": {"name": "%s", "layers": [{"units": 1}], "loss": "huber"}, "dataset": %s}
                """.formatted(name, DATASET));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/model/name");
    }

    /** If it were stored, no list with this job could be answered. */
    @Test
    void labelWithHalfASurrogatePairIsRefused() {
        var faulty = api.post("/jobs", "{\"model\": %s, \"dataset\": %s, \"labels\": {\"x\": \"\\ud800\"}}"
                .formatted(MODEL, DATASET));
        var whole = api.post("/jobs", "{\"model\": %s, \"dataset\": %s, \"labels\": {\"x\": \"\\ud83d\\ude00\"}}"
                .formatted(MODEL, DATASET));

        assertThat(faulty.status()).isEqualTo(422);
        assertThat(whole.status()).as(whole.body().toString()).isEqualTo(202);
        var listed = api.get("/jobs?limit=1");
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.body().path("data").get(0).path("spec").path("labels").path("x").asString())
                .isEqualTo("\ud83d\ude00");
    }

    /** In UTF-8, Jackson refuses such names as malformed JSON. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "labels": {"\\udfff": "x"}         | /labels/\ufffd
            "classWeights": {"a\\ud800b": 1}   | /classWeights/a\ufffdb
            "\\ud800": 1                       | /\ufffd
            """)
    void fieldNameWithHalfASurrogatePairIsRefused(String setting, String pointer) {
        var body = "{\"model\": %s, \"dataset\": %s, %s}".formatted(MODEL, DATASET, setting);

        var answer = api.post(
                "/jobs", "application/json", BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_16)));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    /** The spec is kept whole. */
    @Test
    void refusesMoreClassWeightsThanASpecMayHold() {
        var weights = IntStream.range(0, 501).mapToObj(i -> "\"" + i + "\": 1").collect(Collectors.joining(", "));

        var answer = api.post("/jobs", "{\"model\": %s, \"dataset\": %s, \"classWeights\": {%s}}"
                .formatted(MODEL, DATASET, weights));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/classWeights");
    }

    @ParameterizedTest
    @CsvSource({"wait=-1", "wait=61", "wait=soon"})
    void waitOutside0To60SecondsIsRefused(String query) {
        var id = Requests.submit(api, Requests.xor("\"epochs\": 1"));

        var answer = api.get("/jobs/" + id + "?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("?wait");
    }

    @ParameterizedTest
    @CsvSource({"limit=0, ?limit", "limit=100001, ?limit", "limit=x, ?limit", "maxPoints=1, ?maxPoints",
        "maxPoints=5&after=1, ?maxPoints"})
    void limitOrMaxPointsOutOfRangeIsRefused(String query, String pointer) {
        var id = Requests.submit(api, Requests.xor("\"epochs\": 1"));

        var answer = api.get("/jobs/" + id + "/epochs?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly(pointer);
    }
}
