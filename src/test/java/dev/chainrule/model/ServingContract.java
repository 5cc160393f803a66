package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which version of a model answers: the same on every database. */
abstract class ServingContract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROW = "{\"rows\": [[0, 1]]}";

    private final Api api;

    ServingContract(Api api) {
        this.api = api;
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private static String xor(String model, int epochs) {
        return """
                {"model": {"name": "%s", "loss": "binary_cross_entropy", "layers": [
                    {"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]},
                 "dataset": {"name": "served-xor", "features": [[0,0],[0,1],[1,0],[1,1]], "targets": [[0],[1],[1],[0]]},
                 "batchSize": "full", "optimizer": {"type": "adam", "learningRate": 0.1}, "epochs": %d, "seed": 3"""
                .formatted(model, epochs);
    }

    /** Adds a version; the more epochs, the lower its cost. */
    private void train(String model, int epochs) {
        Trained.by(api, xor(model, epochs) + "}");
    }

    private JsonNode sweep(String model, String epochs) {
        var submitted = api.post("/sweeps",
                "{\"job\": " + xor(model, 1) + "}, \"grid\": {\"epochs\": " + epochs + "}}");
        assertThat(submitted.status()).as("%s", submitted.body()).isEqualTo(202);
        var sweep = api.get("/sweeps/" + submitted.body().path("id").asString() + "?wait=60").body();
        assertThat(sweep.path("state").asString()).as("%s", sweep).isEqualTo("SUCCEEDED");
        return sweep;
    }

    private JsonNode predict(String modelAndQuery) {
        var answer = api.post("/models/" + modelAndQuery.replaceFirst("(\\?|$)", "/predict$1"), ROW);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private void serve(String model, String version) {
        var answer = api.put("/models/" + model + "/serving", "{\"version\": " + version + "}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    }

    private Api.Answer point(String model, String alias, String version) {
        return api.put("/models/" + model + "/aliases/" + alias, "{\"version\": " + version + "}");
    }

    private static String detail(Api.Answer answer) {
        return answer.body().path("detail").asString();
    }

    @Test
    void modelServesItsNewestVersionUntilAnotherIsChosen() {
        train("served-fresh", 5);
        train("served-fresh", 1);

        assertThat(api.get("/models/served-fresh").body().path("serves")).isEqualTo(json("""
                {"version": "newest", "number": 2}"""));
        var answer = predict("served-fresh");
        assertThat(answer.path("version").asInt()).isEqualTo(2);
        assertThat(answer.path("servedBecause").asString())
                .isEqualTo("The model serves \"newest\": the newest version that no sweep trained");
    }

    @Test
    void newestLeavesTheVersionsOfASweepOut() {
        train("served-swept", 20);
        var sweep = sweep("served-swept", "[1, 2]");

        assertThat(api.get("/models/served-swept").body().path("versions")).isEqualTo(json("[1, 2, 3]"));
        assertThat(predict("served-swept").path("version").asInt()).isEqualTo(1);
        assertThat(api.post("/models/served-swept/evaluate", "{\"dataset\": \"served-xor\"}").body().path("version")
                .asInt())
                .isEqualTo(1);
        assertThat(api.get("/models/served-swept/versions/3").body().path("sweep")).isEqualTo(sweep.path("id"));
        assertThat(api.get("/models/served-swept/versions/1").body().path("sweep").isNull()).isTrue();
        train("served-swept", 1);
        assertThat(predict("served-swept").path("version").asInt()).isEqualTo(4);
    }

    @Test
    void sweepNamesTheRequestThatServesItsBestVersion() {
        train("served-improved", 1);

        var serve = sweep("served-improved", "[2, 60]").path("serveBest");

        assertThat(serve.path("method").asString()).isEqualTo("PUT");
        assertThat(serve.path("path").asString()).isEqualTo("/api/v1/models/served-improved/serving");
        serve("served-improved", serve.path("body").path("version").toString());
        int best = predict("served-improved?version=best").path("version").asInt();
        assertThat(predict("served-improved").path("version").asInt()).isEqualTo(best).isGreaterThan(1);
        assertThat(predict("served-improved").path("servedBecause").asString())
                .isEqualTo("The model serves version " + best);
    }

    @Test
    void modelThatOnlySweepsTrainedAnswersOnlyOnceAVersionIsChosen() {
        sweep("served-only-swept", "[1, 40]");

        assertThat(api.get("/models/served-only-swept").body().path("serves")).isEqualTo(json("""
                {"version": "newest", "number": null}"""));
        var refused = api.post("/models/served-only-swept/predict", ROW);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(detail(refused))
                .isEqualTo("Sweeps trained all versions of the model \"served-only-swept\", and \"newest\""
                        + " leaves them out: name a version in the request, such as \"best\", or choose the one that the"
                        + " model serves with PUT /api/v1/models/served-only-swept/serving and {\"version\": \"best\"}");
        assertThat(api.post("/models/served-only-swept/backprop", "{\"rows\": [[0, 1]], \"targets\": [[1]]}").status())
                .isEqualTo(409);
        serve("served-only-swept", "\"best\"");
        assertThat(predict("served-only-swept").path("servedBecause").asString())
                .startsWith("The model serves \"best\": the version with the lowest cost (0.");
    }

    @Test
    void bestIsTheLowestCostAndOfEqualOnesTheOlderVersion() {
        train("served-ranked", 2);
        train("served-ranked", 40);
        train("served-ranked", 40);
        train("served-ranked", 3);

        assertThat(predict("served-ranked?version=best").path("version").asInt()).isEqualTo(2);
        assertThat(predict("served-ranked?version=best").path("servedBecause").asString())
                .startsWith("The request names \"best\": the version with the lowest cost (0.");
        assertThat(predict("served-ranked").path("version").asInt()).as("what the model serves is as before")
                .isEqualTo(4);
        serve("served-ranked", "\"best\"");
        assertThat(predict("served-ranked").path("version").asInt()).isEqualTo(2);
        train("served-ranked", 80);
        assertThat(predict("served-ranked").path("version").asInt()).isEqualTo(5);
    }

    @Test
    void versionWithAValidationCostIsBetterThanOneWithout() {
        train("served-validated", 80);
        Trained.by(api, xor("served-validated", 1) + ", \"validation\": {\"dataset\": \"served-xor\"}}");
        Trained.by(api, xor("served-validated", 5) + ", \"validation\": {\"dataset\": \"served-xor\"}}");

        var best = predict("served-validated?version=best");

        assertThat(best.path("version").asInt()).isEqualTo(3);
        assertThat(best.path("servedBecause").asString())
                .startsWith("The request names \"best\": the version with the lowest validationCost (0.");
    }

    @Test
    void chosenVersionAnswersWhateverIsTrainedLater() {
        train("served-pinned", 1);
        train("served-pinned", 2);

        var chosen = api.put("/models/served-pinned/serving", "{\"version\": 1}");
        train("served-pinned", 3);

        assertThat(chosen.status()).isEqualTo(200);
        assertThat(chosen.body()).isEqualTo(json("{\"version\": 1, \"number\": 1}"));
        assertThat(predict("served-pinned").path("version").asInt()).isEqualTo(1);
        serve("served-pinned", "\"newest\"");
        assertThat(predict("served-pinned").path("version").asInt()).isEqualTo(3);
    }

    @Test
    void movedAliasChangesTheServedVersion() {
        train("served-aliased", 1);
        train("served-aliased", 2);
        train("served-aliased", 3);

        var created = point("served-aliased", "champion", "1");
        serve("served-aliased", "\"champion\"");
        var first = predict("served-aliased");
        var moved = point("served-aliased", "champion", "2");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body()).isEqualTo(json("{\"alias\": \"champion\", \"version\": 1}"));
        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(first.path("servedBecause").asString())
                .isEqualTo("The model serves \"champion\": an alias of version 1");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body()).isEqualTo(json("{\"alias\": \"champion\", \"version\": 2}"));
        assertThat(predict("served-aliased").path("version").asInt()).isEqualTo(2);
        var model = api.get("/models/served-aliased").body();
        assertThat(model.path("aliases")).isEqualTo(json("{\"champion\": 2}"));
        assertThat(model.path("serves")).isEqualTo(json("{\"version\": \"champion\", \"number\": 2}"));
        assertThat(api.get("/models/served-aliased/versions").body().path("data").valueStream()
                .map(version -> version.path("aliases").toString()))
                .containsExactly("[]", "[\"champion\"]", "[]");
    }

    @Test
    void aliasOfARuleStaysWithTheVersionThatTheRuleNamesNow() {
        train("served-kept", 1);
        train("served-kept", 30);

        assertThat(point("served-kept", "champion", "\"best\"").body().path("version").asInt()).isEqualTo(2);
        assertThat(point("served-kept", "copy", "\"champion\"").body().path("version").asInt()).isEqualTo(2);
        train("served-kept", 60);

        assertThat(predict("served-kept?version=champion").path("version").asInt()).isEqualTo(2);
    }

    @Test
    void everyRequestThatNamesAVersionTakesItsAlias() {
        train("served-everywhere", 1);
        train("served-everywhere", 2);
        point("served-everywhere", "first", "1");

        assertThat(predict("served-everywhere?version=first").path("servedBecause").asString())
                .isEqualTo("The request names \"first\": an alias of version 1");
        assertThat(api.post("/models/served-everywhere/evaluate?version=first", "{\"dataset\": \"served-xor\"}").body()
                .path("version").asInt()).isEqualTo(1);
        for (var call : List.of("backprop", "gradient-check")) {
            assertThat(api.post("/models/served-everywhere/" + call,
                    "{\"rows\": [[0, 1]], \"targets\": [[1]], \"version\": \"first\"}").body().path("version").asInt())
                    .as(call)
                    .isEqualTo(1);
        }
        assertThat(api.post("/cost-surfaces", """
                {"model": "served-everywhere", "version": "first", "dataset": "served-xor", "steps": 2,
                 "x": {"parameter": {"layer": 0, "bias": 0}, "from": -1, "to": 1},
                 "y": {"parameter": {"layer": 0, "bias": 1}, "from": -1, "to": 1}}""").body().path("version").asInt())
                .isEqualTo(1);
        for (var view : List.of("", "/weights", "/preprocessing")) {
            assertThat(api.get("/models/served-everywhere/versions/first" + view).body())
                    .as(view)
                    .isEqualTo(api.get("/models/served-everywhere/versions/1" + view).body());
        }
        assertThat(api.get("/models/served-everywhere/versions/newest").body().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void explanationWithoutAVersionIsOfTheServedOne() {
        train("served-explained", 1);
        train("served-explained", 2);
        serve("served-explained", "1");

        assertThat(api.post("/models/served-explained/backprop", "{\"rows\": [[0, 1]], \"targets\": [[1]]}").body()
                .path("version").asInt()).isEqualTo(1);
    }

    @Test
    void versionThatAnAliasNamesOrTheModelServesIsNotDeleted() {
        train("served-guarded", 1);
        train("served-guarded", 2);
        train("served-guarded", 3);
        point("served-guarded", "champion", "1");
        point("served-guarded", "previous", "1");
        serve("served-guarded", "2");

        var aliased = api.delete("/models/served-guarded/versions/1");
        var served = api.delete("/models/served-guarded/versions/2");

        assertThat(aliased.status()).isEqualTo(409);
        assertThat(detail(aliased)).isEqualTo("The aliases \"champion\" and \"previous\" name version 1 of the model"
                + " \"served-guarded\": move or delete them first, with PUT or DELETE"
                + " /api/v1/models/served-guarded/aliases/champion");
        assertThat(served.status()).isEqualTo(409);
        assertThat(detail(served))
                .isEqualTo("The model \"served-guarded\" serves version 2: choose another one first, with"
                        + " PUT /api/v1/models/served-guarded/serving and {\"version\": \"newest\"}");
        api.delete("/models/served-guarded/aliases/champion");
        assertThat(detail(api.delete("/models/served-guarded/versions/1"))).startsWith("The alias \"previous\" names");
        api.delete("/models/served-guarded/aliases/previous");
        assertThat(api.delete("/models/served-guarded/versions/1").status()).isEqualTo(204);
        serve("served-guarded", "\"newest\"");
        assertThat(api.delete("/models/served-guarded/versions/2").status()).isEqualTo(204);
        assertThat(api.delete("/models/served-guarded").status()).isEqualTo(204);
    }

    @Test
    void aliasThatTheModelServesIsNotDeleted() {
        train("served-serving", 1);
        point("served-serving", "champion", "1");
        serve("served-serving", "\"champion\"");

        var refused = api.delete("/models/served-serving/aliases/champion");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(detail(refused))
                .isEqualTo("The model \"served-serving\" serves the alias \"champion\": choose another"
                        + " version first, with PUT /api/v1/models/served-serving/serving and {\"version\": \"newest\"}");
        serve("served-serving", "1");
        assertThat(api.delete("/models/served-serving/aliases/champion").status()).isEqualTo(204);
        assertThat(api.delete("/models/served-serving/aliases/champion").status()).isEqualTo(404);
        assertThat(api.post("/models/served-serving/predict?version=champion", ROW).status()).isEqualTo(404);
    }

    @Test
    void unknownVersionOrAliasIsNotServedAndNotAliased() {
        train("served-unknown", 1);

        for (var version : List.of("2", "0", "\"champion\"")) {
            var served = api.put("/models/served-unknown/serving", "{\"version\": " + version + "}");
            assertThat(served.status()).as(version).isEqualTo(404);
            assertThat(served.pointers()).containsExactly("/version");
            assertThat(point("served-unknown", "other", version).status()).as(version).isEqualTo(404);
        }
        assertThat(api.put("/models/nobody/serving", "{\"version\": 1}").status()).isEqualTo(404);
        assertThat(api.get("/models/served-unknown").body().path("aliases").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"version\": null}", "{\"version\": 1.5}", "{\"version\": \"Champion\"}",
        "{\"version\": \"initial\"}", "{\"version\": \"\"}", "{\"version\": [1]}", "{\"version\": 99999999999}"})
    void valueThatCannotNameAVersionIsRefused(String body) {
        train("served-refused", 1);

        var answer = api.put("/models/served-refused/serving", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/version");
        assertThat(answer.body().path("errors").get(0).path("detail").asString())
                .isEqualTo("must be the number of a version, an alias, \"newest\" or \"best\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1.5", "9", "\"champion\""})
    void unknownFieldAndWrongVersionAreAnsweredTogether(String version) {
        train("served-twice-wrong", 1);

        for (var path : List.of("serving", "aliases/other")) {
            var answer = api.put(
                    "/models/served-twice-wrong/" + path, "{\"versions\": 1, \"version\": " + version + "}");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.pointers()).containsExactly("/versions", "/version");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "best", "initial", "7", "7th", "Champion", "a%20b"})
    void aliasThatLooksLikeANumberOrARuleIsRefused(String alias) {
        train("served-named", 1);

        var answer = point("served-named", alias, "1");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(detail(answer)).startsWith("An alias must be 1 to 63 lower-case letters, digits, dots, underscores");
    }

    @Test
    void untrainedModelMayHaveARuleButNothingAnswersYet() {
        api.post("/models", "{\"name\": \"served-untrained\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}");

        assertThat(api.put("/models/served-untrained/serving", "{\"version\": \"best\"}").body())
                .isEqualTo(json("{\"version\": \"best\", \"number\": null}"));
        assertThat(api.post("/models/served-untrained/predict", ROW).status()).isEqualTo(409);
        assertThat(point("served-untrained", "champion", "\"best\"").status()).isEqualTo(409);
    }

    @Test
    void moreAliasesThanAllowedAreRefused() {
        train("served-many", 1);
        IntStream.range(0, 64).forEach(i -> assertThat(point("served-many", "a" + i, "1").status()).isEqualTo(201));

        var answer = point("served-many", "one-too-many", "1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(detail(answer)).contains("64");
        assertThat(point("served-many", "a1", "1").status()).isEqualTo(200);
    }

    @Test
    void aliasesSetAtTheSameTimeAsJobsEndAreAllKept() throws Exception {
        train("served-busy", 1);
        var tasks = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 12; i++) {
            var alias = "alias-" + i;
            tasks.add(() -> point("served-busy", alias, "1").status());
            tasks.add(() -> api.post("/jobs", xor("served-busy", 1) + "}").status());
        }

        assertThat(together(tasks)).containsOnly(201, 202);

        var model = awaitVersions("served-busy", 13);
        assertThat(model.path("aliases").size()).isEqualTo(12);
        assertThat(model.path("versions").size()).isEqualTo(13);
    }

    private JsonNode awaitVersions(String model, int versions) {
        for (var job : api.get("/jobs?limit=1000").body().path("data")) {
            if (job.path("model").path("name").asString().equals(model)) {
                api.get("/jobs/" + job.path("id").asString() + "?wait=30");
            }
        }
        var found = api.get("/models/" + model).body();
        assertThat(found.path("versions").size()).isEqualTo(versions);
        return found;
    }

    @Test
    void aliasNeverNamesAVersionThatIsDeletedAtTheSameTime() throws Exception {
        train("served-raced", 1);
        for (int version = 2; version < 8; version++) {
            train("served-raced", 1);
            var number = String.valueOf(version);

            together(List.of(
                    () -> point("served-raced", "champion", number).status(),
                    () -> api.delete("/models/served-raced/versions/" + number).status()));

            var model = api.get("/models/served-raced").body();
            if (model.path("aliases").has("champion")) {
                assertThat(model.path("versions").valueStream().map(JsonNode::asInt))
                        .contains(model.path("aliases").path("champion").asInt());
            }
        }
    }

    private static List<Integer> together(List<Callable<Integer>> tasks)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = new ArrayList<Integer>();
            for (var done : threads.invokeAll(tasks)) {
                statuses.add(done.get());
            }
            return statuses;
        }
    }
}
