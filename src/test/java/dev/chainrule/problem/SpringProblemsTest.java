package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the framework refuses before a controller is called has the form of every other problem, and says what is allowed. */
@ServiceTest
class SpringProblemsTest {
    private final Api api;

    SpringProblemsTest(Api api) {
        this.api = api;
    }

    private static void isProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/" + slug);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("title").asString()).isNotBlank();
        assertThat(answer.body().path("detail").asString()).isNotBlank();
        assertThat(answer.body().path("instance").asString()).startsWith("/api/v1/");
    }

    private static String detail(Answer answer) {
        return answer.body().path("detail").asString();
    }

    @Test
    void anUnknownAddressIsNamed() {
        var answer = api.get("/modles");

        isProblem(answer, 404, "not-found");
        assertThat(detail(answer)).isEqualTo("There is nothing at /api/v1/modles (did you mean /api/v1/models?)");
    }

    @Test
    void wrongMethodIsRefusedWithTheAllowedOnes() {
        var answer = api.send(api.request("/models").DELETE());

        isProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow").split(", ?")).containsExactlyInAnyOrder("GET", "POST");
        assertThat(detail(answer)).isEqualTo("DELETE is not allowed here; allowed are GET, POST");
    }

    @Test
    void wrongContentTypeIsRefusedWithTheAllowedOne() {
        var answer = api.post("/models", "text/plain", BodyPublishers.ofString("{}"));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer)).isEqualTo("text/plain is not supported here; send application/json");
    }

    /** What curl sends with -d; parameters of a form are not query parameters. */
    @ParameterizedTest
    @ValueSource(strings = {"/models", "/models/validate", "/models/any/evaluate", "/models/any/backprop",
        "/models/any/gradient-check", "/jobs", "/sweeps", "/cost-surfaces", "/minimizations"})
    void formBodyIsRefusedAndNamesJson(String path) {
        var answer = api.post(path, "application/x-www-form-urlencoded", BodyPublishers.ofString("{\"a\": %zz&b=1"));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer)).isEqualTo("application/x-www-form-urlencoded is not supported here; send"
                + " application/json. The body looks like JSON: with curl, add -H 'Content-Type: application/json'");
    }

    @Test
    void formBodyOfAPredictionIsRefusedAndNamesJsonAndCsv() {
        var answer =
                api.post("/models/any/predict", "application/x-www-form-urlencoded", BodyPublishers.ofString("a,b"));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer)).startsWith(
                "application/x-www-form-urlencoded is not supported here; send application/json, text/csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "application/*+json", "application/x-www-form-urlencoded; q=",
        "multipart/form-data; boundary=b"})
    void aContentTypeThatIsNotJsonIsUnsupported(String contentType) {
        var answer = api.post("/models", contentType, BodyPublishers.ofString("{}"));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer)).endsWith("; send application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text/csv,text/csv", "text/csv; charset=\"utf-8", "/", "text/csv; charset=klingon",
        "text/csv; charset=?"})
    void aContentTypeThatCannotBeReadIsNamed(String contentType) {
        var answer = api.post("/datasets", contentType, BodyPublishers.ofString("a\n1\n"));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer))
                .contains(contentType.contains("klingon") ? "The charset klingon is not known"
                        : contentType.contains("?") ? "The charset ? is not known"
                                : "The content type \"" + contentType + "\" cannot be read")
                .endsWith("; send application/json, multipart/form-data, text/csv."
                        + " With curl, a CSV file needs -H 'Content-Type: text/csv' --data-binary @data.csv");
    }

    @Test
    void missingContentTypeIsRefusedWithTheAllowedOne() {
        var answer = api.send(api.request("/models").POST(BodyPublishers.ofString("{}")));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer)).contains("; send ").contains("application/json");
    }

    @Test
    void uploadOfAWrongContentTypeIsRefusedWithAllAllowedOnes() {
        var answer = api.post("/datasets", "text/plain", BodyPublishers.ofString("a,b"));

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer))
                .isEqualTo("text/plain is not supported here; send application/json, multipart/form-data, text/csv."
                        + " With curl, a CSV file needs -H 'Content-Type: text/csv' --data-binary @data.csv");
    }

    @Test
    void unknownAcceptIsRefusedWithTheAvailableTypes() {
        var answer = api.send(api.request("/models").header("Accept", "text/html").GET());

        isProblem(answer, 406, "not-acceptable");
        assertThat(detail(answer)).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/problem+json", "application/vnd.any+json"})
    void anAnswerIsNotSentAsAnotherKindOfJson(String type) {
        isProblem(api.send(api.request("/models").header("Accept", type).GET()), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=utf-16", "application/json;version=2;q=0.5",
        "application/*;charset=utf-16"})
    void parametersOfAcceptAreIgnored(String type) {
        var answer = api.send(api.request("/models").header("Accept", type).GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void nothingIsStoredByARequestThatAcceptsNoTypeOfTheAnswer() {
        var model = "{\"name\": \"unacceptable\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}";

        var answer = api.post("/models", "application/json", BodyPublishers.ofString(model), "Accept", "image/png");

        isProblem(answer, 406, "not-acceptable");
        assertThat(api.get("/models/unacceptable").status()).isEqualTo(404);
    }

    @Test
    void malformedAcceptHeaderIsRefusedWithItsForm() {
        var answer = api.send(api.request("/models").header("Accept", "json").GET());

        isProblem(answer, 406, "not-acceptable");
        assertThat(detail(answer)).startsWith("The header Accept cannot be read: name types as in application/json");
    }

    @ParameterizedTest
    @CsvSource({"/jobs/, /api/v1/jobs", "//jobs, /api/v1/jobs",
        "/models//any///versions//, /api/v1/models/any/versions"})
    void pathWithExtraSlashesIsRefusedWithTheRightOne(String path, String right) {
        var answer = api.get(path);

        isProblem(answer, 404, "not-found");
        assertThat(detail(answer)).isEqualTo(
                "There is nothing at /api/v1" + path + "; without the extra slash there is " + right);
    }

    @Test
    void unknownPathWithExtraSlashesIsNamedAsRequested() {
        assertThat(detail(api.get("/modles//"))).isEqualTo("There is nothing at /api/v1/modles//");
    }

    @Test
    void longInputIsShortenedInTheProblem() {
        var name = "n".repeat(40_000);
        var field = api.post("/models", "{\"" + name + "\": 1}");
        var dryRun = api.post("/models/validate", "{\"" + name + "\": 1}");
        var job = api.post("/jobs", "{\"model\": \"" + name.repeat(10) + "\", \"dataset\": \"none\"}");

        assertThat(field.status()).isEqualTo(422);
        assertThat(field.body().toString()).contains("nnn…").hasSizeLessThan(10_000);
        assertThat(dryRun.body().toString()).contains("nnn…").hasSizeLessThan(10_000);
        assertThat(job.status()).as("%s", job.body()).isEqualTo(422);
        assertThat(job.body().toString()).contains("nnn…").hasSizeLessThan(10_000);
    }

    @Test
    void aCompressedBodyIsRefusedWhereNoneIsTaken() {
        var answer = api.post(
                "/models", "application/json", BodyPublishers.ofString("{}"), "Content-Encoding", "gzip");

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(detail(answer)).contains("Content-Encoding");
    }

    @Test
    void queryParameterOfAWrongTypeIsRefusedWithTheRightOne() {
        var answer = api.get("/models?limit=many");

        isProblem(answer, 422, "invalid");
        assertThat(answer.pointers()).containsExactly("?limit");
        assertThat(detail(answer)).isEqualTo(
                "?limit: must be an integer, but is \"many\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /models?limit              | ?limit: has no value: give one, as in ?limit=…, or leave the parameter out
            /models?limit=             | ?limit: has no value: give one, as in ?limit=…, or leave the parameter out
            /jobs?sweep=               | ?sweep: has no value: give one, as in ?sweep=…, or leave the parameter out
            /models?limit=1&limit=2    | ?limit: is given 2 times: give it once
            /models?cursor=a&cursor=b  | ?cursor: is given 2 times: give it once
            /models?limit=99999999999  | ?limit: must be an integer between -2147483648 and 2147483647, but is "99999999999"
            /jobs?state=RUNING         | ?state: must be one of QUEUED, RUNNING,
            """)
    void queryParameterWithoutAUsableValueIsRefused(String path, String detail) {
        var answer = api.get(path);

        isProblem(answer, 422, "invalid");
        assertThat(detail(answer)).startsWith(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
    void jsonSentAsAnotherTypeIsRecognised(String type) {
        for (var path : List.of("/models", "/datasets", "/jobs")) {
            var answer = api.post(path, type, BodyPublishers.ofString("{\"name\": \"a\", \"layers\": []}"));

            isProblem(answer, 415, "unsupported-media-type");
            assertThat(detail(answer)).endsWith(
                    ". The body looks like JSON: with curl, add -H 'Content-Type: application/json'");
        }
        assertThat(detail(api.post("/models", type, BodyPublishers.ofString("a,b\n1,2\n"))))
                .doesNotContain("looks like");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999"})
    void aPageHasFromOneToAThousandRows(String limit) {
        var answer = api.get("/models?limit=" + limit);

        isProblem(answer, 422, "invalid");
        assertThat(answer.pointers()).containsExactly("?limit");
    }

    @Test
    void versionThatIsNotANumberIsNotFound() {
        api.post("/models", """
                {"name": "numbered", "layers": [{"units": 1}], "loss": "huber"}""");

        isProblem(api.get("/models/numbered/versions/one"), 404, "not-found");
        isProblem(api.get("/models/numbered/versions/99999999999"), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xor", "%20", "01890a5d-ac96-774b-bcce", "01890a5d-ac96-774b-bcce-b302099a8057"})
    void aPathThatIsNotTheIdOfAJobOrSweepIsNotFound(String id) {
        var text = id.replace("%20", " ");

        for (var path : List.of("/jobs/%s", "/jobs/%s/epochs", "/jobs/%s/checkpoints", "/jobs/%s/cost.svg")) {
            var answer = api.get(path.formatted(id));

            isProblem(answer, 404, "not-found");
            assertThat(detail(answer)).isEqualTo("There is no job \"" + text + "\"");
        }
        assertThat(detail(api.post("/jobs/" + id + "/cancel", ""))).isEqualTo("There is no job \"" + text + "\"");
        assertThat(detail(api.get("/sweeps/" + id))).isEqualTo("There is no sweep \"" + text + "\"");
    }

    /** PostgreSQL cannot even be asked for a text with the character NUL; Tomcat refuses some of these itself. */
    @ParameterizedTest
    @ValueSource(strings = {"a%00b", "%20", "%22%3C%3E", "..%2F", "%F0%9F%92%A9", "none;b=c", "A", "%FF"})
    void invalidNameIsAProblem(String name) {
        for (var path : List.of("/models/", "/datasets/", "/jobs/")) {
            var answer = api.get(path + name);

            assertThat(answer.status()).as("%s", answer.body()).isIn(400, 404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(detail(answer)).isNotBlank();
        }
    }
}
