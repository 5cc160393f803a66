package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.timelessHistory;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that resume from another job's checkpoint. */
@ServiceTest
class JobResumptionTest {
    private final Api api;

    JobResumptionTest(Api api) {
        this.api = api;
    }

    private static String from(String id, String settings) {
        return "{\"resumeFrom\": {\"job\": \"%s\"}, %s}".formatted(id, settings);
    }

    @Test
    void moreEpochsEndWithTheBitsOfAJobThatHadThemFromTheStart() {
        var first = ended(api, submit(api, xor("\"epochs\": 50, \"seed\": 3")));
        var id = first.path("id").asString();

        var longer = ended(api, submit(api, from(id, "\"epochs\": 120")));

        var whole = ended(api, submit(api, xor("\"epochs\": 120, \"seed\": 3")));
        assertThat(longer.path("weightsSha256")).isEqualTo(whole.path("weightsSha256"));
        assertThat(longer.path("best").path("epoch")).isEqualTo(whole.path("best").path("epoch"));
        assertThat(timelessHistory(api, longer.path("id").asString()))
                .isEqualTo(timelessHistory(api, whole.path("id").asString()));
        assertThat(longer.path("spec").path("resumeFrom").path("job").asString()).isEqualTo(id);
        assertThat(longer.path("spec").path("resumeFrom").path("epoch").asInt()).isEqualTo(50);
        assertThat(longer.path("spec").path("optimizer").path("learningRate").asDouble()).as("as in the job before")
                .isEqualTo(0.1);
        assertThat(longer.path("model").path("name")).isEqualTo(first.path("model").path("name"));
        assertThat(longer.path("model").path("version").asInt())
                .isGreaterThan(first.path("model").path("version").asInt());
    }

    @Test
    void cancelledJobIsResumedFromItsLastEpoch() {
        var id = submit(api, xor("\"epochs\": 10000000, \"seed\": 1"));
        training(api, id);
        assertThat(api.post("/jobs", from(id, "\"epochs\": 10000001")).status()).as("it still trains").isEqualTo(409);
        api.post("/jobs/" + id + "/cancel", "");
        int epoch = ended(api, id).path("progress").path("epoch").asInt();

        var next = ended(api, submit(api, from(id, "\"epochs\": " + (epoch + 10))));

        assertThat(next.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(next.path("spec").path("resumeFrom").path("epoch").asInt()).isEqualTo(epoch);
        assertThat(timelessHistory(api, next.path("id").asString())).hasSize(epoch + 10 + 2);
    }

    @Test
    void jobThatEndedAtItsTimeLimitIsResumedFromItsLastEpoch() {
        var job = ended(api, submit(api, xor("\"epochs\": 10000000, \"maxSeconds\": 0.05")));

        assertThat(job.path("stopReason").asString()).isEqualTo("TIME_LIMIT");
        var id = job.path("id").asString();
        assertThat(api.get("/jobs/" + id + "/checkpoints").body().path("data").get(0).path("epoch"))
                .isEqualTo(job.path("progress").path("epoch"));
        for (var tooLittle : List.of("\"labels\": {}", "\"maxSeconds\": 0.05", "\"maxSeconds\": 0.04")) {
            var answer = api.post("/jobs", from(id, tooLittle));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.pointers()).containsExactly("/maxSeconds");
        }
        var longer = ended(api, submit(api, from(id, "\"maxSeconds\": 0.2")));
        assertThat(longer.path("progress").path("epoch").asInt())
                .isGreaterThan(job.path("progress").path("epoch").asInt());
    }

    @Test
    void oneSettingOfTheOptimizerChangesAndTheOthersStay() {
        var id = ended(api, submit(api, xor("\"epochs\": 5, \"seed\": 3"))).path("id").asString();

        var named = ended(api, submit(api, from(id, "\"epochs\": 7, \"optimizer\": \"sgd\"")));
        var changed = ended(api, submit(api, from(id, "\"epochs\": 7, \"optimizer\": {\"learningRate\": 0.3}")));

        assertThat(named.path("latest").path("learningRate").asDouble()).isEqualTo(0.1);
        assertThat(changed.path("latest").path("learningRate").asDouble()).isEqualTo(0.3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "epochs": 5                                                               | /epochs
            "epochs": 4                                                               | /epochs
            "epochs": 9, "resumeFrom": {"job": "ID", "epoch": 4}                      | /resumeFrom/epoch
            "epochs": 9, "resumeFrom": {"epoch": 4}                                   | /resumeFrom/job
            "epochs": 9, "resumeFrom": {"job": "ID", "x": 4}                          | /resumeFrom/x
            "epochs": 9, "resumeFrom": "ID"                                           | /resumeFrom
            "epochs": 9, "seed": 4                                                    | /seed
            "epochs": 9, "batchSize": 2                                               | /batchSize
            "epochs": 9, "shuffle": false                                             | /shuffle
            "epochs": 9, "optimizer": "adam"                                          | /optimizer
            "epochs": 9, "optimizer": {"type": "adam", "learningRate": 1}             | /optimizer
            "epochs": 9, "optimizer": {"learningRate": 0}                             | /optimizer/learningRate
            "epochs": 9, "optimizer": 5                                               | /optimizer
            "epochs": 9, "validation": {"fraction": 0.5}                              | /validation
            "epochs": 9, "preprocessing": {"numeric": "minmax"}                       | /preprocessing
            "epochs": 9, "dataset": {"features": [[0]], "targets": [[0]]}             | /dataset
            "epochs": 9, "model": {"layers": [{"units": 1}], "loss": "huber"}         | /model
            "epochs": 9, "surprise": 1                                                | /surprise
            """)
    void settingThatChangesTheEarlierEpochsIsRefused(String settings, String pointer) {
        var id = ended(api, submit(api, xor("\"epochs\": 5, \"seed\": 3"))).path("id").asString();
        var body = settings.contains("resumeFrom") ? "{" + settings.replace("ID", id) + "}" : from(id, settings);

        var answer = api.post("/jobs", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "stopAtCost": 0.7                                                    | "epochs": 600                     | /stopAtCost
            "stopAtCost": 0.7                                                    | "stopAtCost": 0.71                | /stopAtCost
            "stopAtCost": 0.7                                                    | "stopAtCost": 0.69                | ``
            "stopAtCost": 0.7                                                    | "stopAtCost": null                | ``
            "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5}  | "epochs": 600                     | /earlyStopping
            "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5}  | "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5} | /earlyStopping
            "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5}  | "earlyStopping": {"monitor": "cost", "patience": 3, "minDelta": 0.5} | ``
            "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5}  | "earlyStopping": null             | ``
            "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5}  | "earlyStopping": {"monitor": "cost", "patience": 1, "minDelta": 0.5} | /earlyStopping
            "earlyStopping": {"monitor": "cost", "patience": 2, "minDelta": 0.5}  | "earlyStopping": {"monitor": "cost", "patience": 2, "restoreBest": false} | /earlyStopping
            """)
    void resumeWithTheLimitThatEndedTheJobIsRefused(String before, String change, String pointer) {
        var job = ended(api, submit(api, xor("\"epochs\": 500, \"seed\": 3, " + before)));
        assertThat(job.path("stopReason").asString()).isIn("TARGET_REACHED", "EARLY_STOPPED");

        var answer = api.post("/jobs", from(job.path("id").asString(), change));

        assertThat(answer.pointers()).isEqualTo(pointer.isEmpty() ? List.of() : List.of(pointer));
        assertThat(answer.status()).isEqualTo(pointer.isEmpty() ? 202 : 422);
    }

    /** The name may belong to another dataset now. */
    @Test
    void resumedJobKeepsTheValidationDataset() {
        var id = validating("validator");
        var before = ended(api, submit(api, from(id, "\"epochs\": 7, \"validation\": {\"dataset\": \"validator\"}")));
        assertThat(before.path("spec").path("validation").path("dataset").asString()).isEqualTo("validator");

        var named = from(id, "\"epochs\": 8, \"validation\": {\"dataset\": \"validator\"}");
        assertThat(api.delete("/datasets/validator").status()).isEqualTo(204);
        var gone = api.post("/jobs", from(id, "\"epochs\": 8"));
        var goneByName = api.post("/jobs", named);
        validator("validator", 0);
        var other = api.post("/jobs", from(id, "\"epochs\": 8"));
        var otherByName = api.post("/jobs", named);

        for (var answer : List.of(gone, goneByName, other, otherByName)) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.pointers()).containsExactly("/resumeFrom/job");
            assertThat(answer.body().path("detail").asString()).contains("the dataset of its validation was deleted");
        }
    }

    @Test
    void resumeWithTheSameSettingsSpelledOutIsAccepted() {
        var id = ended(api, submit(api, xor("\"epochs\": 5, \"seed\": 3"))).path("id").asString();

        var again = ended(api,
                submit(api, xor("\"epochs\": 9, \"resumeFrom\": {\"job\": \"%s\"}, \"seed\": 3,".formatted(id)
                        + " \"preprocessing\": {\"numeric\": \"none\"}, \"shuffle\": null, \"validation\": null")));

        assertThat(again.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(again.path("seed").asInt()).isEqualTo(3);
    }

    private void validator(String name, int target) {
        var answer = api.post("/datasets", "{\"name\": \"%s\", \"features\": [[0, 1]], \"targets\": [[%d]]}"
                .formatted(name, target));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    }

    /** A job that has ended and was validated by a dataset of this name. */
    private String validating(String name) {
        validator(name, 1);
        return ended(api, submit(api, xor("\"epochs\": 5, \"validation\": {\"dataset\": \"%s\"}".formatted(name))))
                .path("id").asString();
    }

    @Test
    void resumeFromAnUnknownJobOrADeletedCheckpointIsRefused() {
        for (var nobody : List.of("00000000-0000-7000-8000-000000000000", "nonsense")) {
            var answer = api.post("/jobs", from(nobody, "\"epochs\": 5"));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.pointers()).containsExactly("/resumeFrom/job");
        }

        var id = ended(api, submit(api, xor("\"epochs\": 5"))).path("id").asString();
        assertThat(api.delete("/jobs/" + id + "/checkpoints").status()).isEqualTo(204);
        assertThat(api.get("/jobs/" + id + "/checkpoints").body().path("data").isEmpty()).isTrue();
        assertThat(api.post("/jobs", from(id, "\"epochs\": 9")).status()).isEqualTo(409);
    }

    @Test
    void aParameterThatIsUnknownDeletesNothing() {
        var id = ended(api, submit(api, xor("\"epochs\": 5"))).path("id").asString();

        var answer = api.delete("/jobs/" + id + "/checkpoints?epoch=5");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("?epoch");
        assertThat(api.get("/jobs/" + id + "/checkpoints").body().path("data").isEmpty()).isFalse();
        assertThat(api.get("/jobs?states=FAILED").body().path("detail").asString())
                .isEqualTo("?states: is unknown (did you mean state?); known are state, sweep, limit, cursor");
    }
}
