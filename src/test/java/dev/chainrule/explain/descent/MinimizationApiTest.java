package dev.chainrule.explain.descent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descent on a function over HTTP. */
@ServiceTest
class MinimizationApiTest {
    private static final String TUTORIAL = """
            {"function": "x^4 - 3*x^3 + 2", "start": {"x": 4}, "learningRate": 0.01, "precision": 1e-5}""";

    private final Api api;

    MinimizationApiTest(Api api) {
        this.api = api;
    }

    private HttpResponse<byte[]> picture(String query, String accept, String body) {
        var request = api.request("/minimizations" + query).header("Content-Type", "application/json")
                .header("Accept", accept).POST(BodyPublishers.ofString(body)).build();
        return api.exchange(request);
    }

    @Test
    void theTutorialsFiguresComeOutToTheLastBit() {
        var answer = api.post("/minimizations", TUTORIAL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Vary")).isEqualTo("Accept");
        var body = answer.body();
        assertThat(body.path("function").asString()).isEqualTo("x^4 - 3*x^3 + 2");
        assertThat(body.path("direction").asString()).isEqualTo("descent");
        assertThat(body.path("minimum").path("x").asDouble()).isEqualTo(2.2500325268933734);
        assertThat(body.has("maximum")).isFalse();
        assertThat(body.path("steps").asInt()).isEqualTo(42);
        assertThat(body.path("converged").asBoolean()).isTrue();
        assertThat(body.path("stopReason").asString()).isEqualTo("CONVERGED");
        assertThat(body.path("detail").asString()).startsWith("In step 42 no variable moved by more than 1.0E-5");
        assertThat(body.path("path")).hasSize(43);
        assertThat(body.path("path").get(0).toString())
                .isEqualTo("{\"step\":0,\"x\":{\"x\":4.0},\"value\":66.0,\"gradient\":{\"x\":112.0}}");
        assertThat(body.path("path").get(42).path("x")).isEqualTo(body.path("minimum"));
        assertThat(body.path("pathTruncated").asBoolean()).isFalse();
    }

    @Test
    void anAscentGivesAMaximum() {
        var body = api.post("/minimizations", """
                {"function": "5 - (x - 1)^2 - (y + 2)^2", "start": {"y": 0, "x": 0}, "learningRate": 0.1,
                 "direction": "ascent", "momentum": 0.5, "maxPoints": 5}""").body();

        assertThat(body.path("maximum").path("x").asDouble()).isBetween(0.999, 1.001);
        assertThat(body.path("maximum").path("y").asDouble()).isBetween(-2.001, -1.999);
        assertThat(body.has("minimum")).isFalse();
        assertThat(body.path("path")).hasSize(5);
        assertThat(body.path("path").get(0).path("gradient").toString()).isEqualTo("{\"x\":2.0,\"y\":-4.0}");
        assertThat(body.path("path").get(4).path("step")).isEqualTo(body.path("steps"));
        assertThat(body.path("pathTruncated").asBoolean()).isTrue();
    }

    @Test
    void minimizationThatDoesNotConvergeNamesTheReason() {
        var diverged = api.post("/minimizations", """
                {"function": "x^4", "start": {"x": 3}, "learningRate": 1}""").body();
        var outside = api.post("/minimizations", """
                {"function": "x + log(x)", "start": {"x": 1}, "learningRate": 1}""").body();

        assertThat(diverged.path("stopReason").asString()).isEqualTo("DIVERGED");
        assertThat(diverged.path("converged").asBoolean()).isFalse();
        assertThat(diverged.path("detail").asString()).contains("Choose a smaller learningRate");
        assertThat(diverged.path("value").isNumber()).isTrue();
        assertThat(outside.path("stopReason").asString()).isEqualTo("DOMAIN_ERROR");
        assertThat(outside.path("detail").asString()).contains("\"log(x)\" (column 5) is not defined");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                            | /function /start
            {"function": "x^2"}                                                           | /start
            {"start": {"x": 1}}                                                           | /function
            {"function": null, "start": null}                                             | /function /start
            {"function": 4, "start": {"x": 1}}                                            | /function
            {"function": ["x"], "start": {"x": 1}}                                        | /function
            {"function": "", "start": {"x": 1}}                                           | /function
            {"function": "2x", "start": {"x": 1}}                                         | /function
            {"function": "x^2 +", "start": {"x": "a"}}                                    | /function /start/x
            {"function": "1 + 2", "start": {}}                                            | /function
            {"function": "\\ud800", "start": {"x": 1}}                                    | /function
            {"function": "x^2", "start": {}}                                              | /start/x
            {"function": "x^2", "start": 4}                                               | /start
            {"function": "x^2", "start": [4]}                                             | /start
            {"function": "x^2", "start": {"x": "4"}}                                      | /start/x
            {"function": "x^2", "start": {"x": null}}                                     | /start/x
            {"function": "x^2", "start": {"x": [1]}}                                      | /start/x
            {"function": "x^2", "start": {"x": true}}                                     | /start/x
            {"function": "x^2", "start": {"x": 1e999}}                                    | /start/x
            {"function": "x*y", "start": {"x": 1}}                                        | /start/y
            {"function": "x^2", "start": {"x": 1, "y": 2}}                                | /start/y
            {"function": "x^2", "start": {"X": 1}}                                        | /start/X /start/x
            {"function": "x + e", "start": {"x": 1, "e": 2}}                              | /start/e
            {"function": "x^2", "start": {"x": 1, "a/b~c": 2}}                            | /start/a~1b~0c
            {"function": "log(x)", "start": {"x": 0}}                                     | /start
            {"function": "1/x", "start": {"x": 0}}                                        | /start
            {"function": "sqrt(x)", "start": {"x": 0}}                                    | /start
            {"function": "exp(x)", "start": {"x": 1000}}                                  | /start
            {"function": "x^2", "start": {"x": 1e200}}                                    | /start
            {"function": "x^2", "start": {"x": 1}, "learningRate": 0}                     | /learningRate
            {"function": "x^2", "start": {"x": 1}, "learningRate": -0.1}                  | /learningRate
            {"function": "x^2", "start": {"x": 1}, "learningRate": 1e999}                 | /learningRate
            {"function": "x^2", "start": {"x": 1}, "learningRate": "fast"}                | /learningRate
            {"function": "x^2", "start": {"x": 1}, "precision": -1}                       | /precision
            {"function": "x^2", "start": {"x": 1}, "precision": 1e999}                    | /precision
            {"function": "x^2", "start": {"x": 1}, "momentum": 1}                         | /momentum
            {"function": "x^2", "start": {"x": 1}, "momentum": -0.1}                      | /momentum
            {"function": "x^2", "start": {"x": 1}, "direction": "up"}                     | /direction
            {"function": "x^2", "start": {"x": 1}, "direction": "ASCENT"}                 | /direction
            {"function": "x^2", "start": {"x": 1}, "maxSteps": 0}                         | /maxSteps
            {"function": "x^2", "start": {"x": 1}, "maxSteps": 1.5}                       | /maxSteps
            {"function": "x^2", "start": {"x": 1}, "maxSteps": 33333334}                  | /maxSteps
            {"function": "x^2", "start": {"x": 1}, "maxPoints": 1}                        | /maxPoints
            {"function": "x^2", "start": {"x": 1}, "maxPoints": 10001}                    | /maxPoints
            {"function": "x^2", "start": {"x": 1}, "rate": 0.1}                           | /rate
            {"function": "x +* 2", "start": {"x": 1}, "momentum": 2, "precision": -1}     | /function /precision /momentum
            []                                                                            | ``
            "x^2"                                                                         | ``
            """)
    void namesTheFaultyPart(String body, String pointers) {
        var answer = api.post("/minimizations", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.pointers()).as(answer.body().toString()).containsExactly(pointers.split(" "));
        answer.body().path("errors").forEach(error -> assertThat(error.path("detail").asString()).isNotBlank());
    }

    @Test
    void theFaultOfAnExpressionHasItsPlaceAndItsRemedy() {
        var answer = api.post("/minimizations", """
                {"function": "x^2 + 3 x", "start": {"x": 1}}""");
        var nowhere = api.post("/minimizations", """
                {"function": "x + log(y - 2)", "start": {"x": 1, "y": 1}}""");

        assertThat(answer.body().path("detail").asString())
                .isEqualTo("/function: at column 9, \"x\": an operator is missing before it: write 3*x");
        assertThat(nowhere.body().path("detail").asString())
                .isEqualTo("/start: is not a possible start: \"log(y - 2)\""
                        + " (column 5) is not defined: a logarithm needs a number above 0, but has -1.0, at x = 1.0, y = 1.0");
    }

    @Test
    void faultsOfTheFormAndOfValuesAreAnsweredTogether() {
        var answer = api.post("/minimizations", """
                {"function": "x^", "start": {"x": "a"}, "learningRate": "0.1", "maxSteps": 0, "momentumm": 0.5}""");

        assertThat(answer.pointers()).containsExactlyInAnyOrder(
                "/function", "/start/x", "/learningRate", "/maxSteps", "/momentumm");
    }

    @Test
    void textThatIsNotJsonIsMalformed() {
        for (var body : new String[] {"", "{", "{\"function\": \"x\"", "x^2", "{} {}", "{\"start\": {\"x\": NaN}}",
            "{\"function\": \"x\", \"function\": \"y\"}"}) {
            assertThat(api.post("/minimizations", body).status()).as(body).isEqualTo(400);
        }
        assertThat(api.get("/minimizations").status()).isEqualTo(405);
        assertThat(api.post("/minimizations", "text/plain", BodyPublishers.ofString("x^2")).status()).isEqualTo(415);
        assertThat(api.post("/minimizations?width=300", TUTORIAL).pointers()).containsExactly("?width");
    }

    @Test
    void longFunctionsMayMakeFewerSteps() {
        var terms = IntStream.range(0, 600).mapToObj(i -> "x^" + i).collect(Collectors.joining(" + "));
        var body = "{\"function\": \"" + terms + "\", \"start\": {\"x\": 0.1}, \"maxSteps\": %d}";

        // A variable, 600 exponents, 600 powers, 599 sums.
        assertThat(api.post("/minimizations", body.formatted(55_556)).body().path("detail").asString())
                .isEqualTo(
                        "/maxSteps: must be from 1 to 55555, for a function with 1800 operations, numbers and variables");
        assertThat(api.post("/minimizations", body.formatted(100)).status()).isEqualTo(200);
    }

    @Test
    void manyVariablesHaveAPathOfFewerPoints() {
        var names = IntStream.range(0, 400).mapToObj(i -> "x" + i).toList();
        var function = String.join(" + ", names.stream().map(name -> name + "*" + name).toList());
        var start = String.join(", ", names.stream().map(name -> "\"" + name + "\": 1").toList());
        var body = "{\"function\": \"" + function + "\", \"start\": {" + start + "}, \"learningRate\": 0.001%s}";

        var answer = api.post("/minimizations", body.formatted(""));

        assertThat(answer.body().path("converged").asBoolean()).isTrue();
        assertThat(answer.body().path("path")).hasSize(500);
        assertThat(api.post("/minimizations", body.formatted(", \"maxPoints\": 501")).pointers())
                .containsExactly("/maxPoints");
    }

    @Test
    void anIntegerBeyondTheRangeOfFloat64IsNoStart() {
        var answer = api.post("/minimizations",
                "{\"function\": \"x^2\", \"start\": {\"x\": %s}}".formatted("9".repeat(400)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointers()).containsExactly("/start/x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"function": "x^4 - 3*x^3 + 2", "start": {"x": 4}}                                      | f(x)
            {"function": "x^2 + y^2", "start": {"x": 4, "y": 1}, "learningRate": 0.1}               | f(x, y)
            """)
    void pathIsAnsweredAsAPicture(String body, String shown) throws Exception {
        var svg = picture("", "image/svg+xml", body);
        var png = picture("?width=300&height=400", "image/png", body);

        assertThat(svg.statusCode()).isEqualTo(200);
        assertThat(svg.headers().allValues("Content-Type")).containsExactly("image/svg+xml");
        assertThat(svg.headers().allValues("Vary")).containsExactly("Accept");
        assertThat(svg.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(new String(svg.body(), StandardCharsets.UTF_8)).contains("<svg", shown, "CONVERGED after");
        assertThat(png.statusCode()).isEqualTo(200);
        assertThat(png.body()).startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
        var image = ImageIO.read(new ByteArrayInputStream(png.body()));
        assertThat(image.getWidth()).isEqualTo(300);
        assertThat(image.getHeight()).isEqualTo(400);
        assertThat(picture("", "image/*", body).headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(picture("", "*/*", body).headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(picture("", "image/svg+xml, application/json;q=0.5", body).headers().firstValue("Content-Type"))
                .hasValue("image/svg+xml");
    }

    @Test
    void invalidPictureSettingIsRefused() throws Exception {
        var three = picture("", "image/svg+xml", """
                {"function": "x*y*z", "start": {"x": 1, "y": 1, "z": 1}}""");

        assertThat(three.statusCode()).isEqualTo(422);
        assertThat(new String(three.body(), StandardCharsets.UTF_8))
                .contains("/function", "has 3 variables, but a picture shows 2 at most: accept application/json");
        assertThat(picture("?width=199", "image/png", TUTORIAL).statusCode()).isEqualTo(422);
        assertThat(picture("?height=2001", "image/svg+xml", TUTORIAL).statusCode()).isEqualTo(422);
        assertThat(picture("?scale=log", "image/png", TUTORIAL).statusCode()).isEqualTo(422);
        assertThat(picture("", "image/svg+xml", "{\"function\": \"2x\", \"start\": {\"x\": 1}}").statusCode())
                .isEqualTo(422);
        assertThat(picture("", "image/gif", TUTORIAL).statusCode()).isEqualTo(406);
        assertThat(picture("", "text/csv", TUTORIAL).statusCode()).isEqualTo(406);
    }
}
