package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is stored before the first request, so that requests may name it: a dataset, a model with a version, a job and a sweep. */
final class Fixture {
    private static final Pattern COMMANDED = Pattern.compile("/api/v1/(jobs|sweeps)/[^/]+");

    private static final String DATASET_BODY = """
            {"name": "%s", "generator": {"type": "moons", "rows": 60, "noise": 0.1, "seed": 3}}""";
    private static final String MODEL_BODY =
            """
                    {"name": "%s", "layers": [{"units": 3, "activation": "tanh"}, {"units": 1}], "loss": "binary_cross_entropy"}""";
    private static final String JOB_BODY = """
            {"model": "%s", "dataset": "%s", "epochs": 3, "seed": 1}""";

    private static final String INFERENCE =
            "{\"inputs\": [{\"name\": \"input\", \"shape\": [2, 2], \"datatype\": \"FP64\", \"data\": [0.5, -0.2, 1, 1]}]}";

    /** Bodies that fit what is stored, by operation. */
    private static final Map<String, String> BODIES = Map.of(
            "predict", "{\"rows\": [[0.5, -0.2], [1, 1]]}",
            "infer", INFERENCE,
            "inferWithVersion", INFERENCE,
            "evaluate", "{\"dataset\": \"%2$s\"}",
            "traceBackprop", "{\"rows\": [[0.5, -0.2]], \"targets\": [1], \"version\": \"initial\", \"seed\": 1}",
            "checkGradients", "{\"rows\": [[0.5, -0.2]], \"targets\": [1], \"version\": 1}",
            "createCostSurface",
            "{\"model\": \"%1$s\", \"dataset\": \"%2$s\", \"x\": {\"parameter\": {\"layer\": 0, \"weight\": [0, 0]}, \"from\": -1,"
                    + " \"to\": 1}, \"y\": {\"parameter\": {\"layer\": 0, \"bias\": 0}, \"from\": -1, \"to\": 1}, \"steps\": 5}",
            "createJob",
            "{\"model\": \"%1$s\", \"dataset\": \"%2$s\", \"epochs\": 2, \"optimizer\": {\"type\": \"adam\", \"learningRate\": 0.01},"
                    + " \"validation\": {\"fraction\": 0.2}, \"earlyStopping\": {\"patience\": 3}, \"labels\": {\"a\": \"b\"},"
                    + " \"learningRateSchedule\": {\"type\": \"plateau\", \"patience\": 2}, \"batchSize\": 16, \"clipNorm\": 1}",
            "createSweep",
            "{\"job\": {\"model\": \"%1$s\", \"dataset\": \"%2$s\", \"epochs\": 2, \"optimizer\": {\"type\": \"sgd\"}},"
                    + " \"grid\": {\"optimizer.learningRate\": [0.1, 1], \"batchSize\": [16, \"full\"]}, \"rankBy\": \"cost\"}");

    private final RawClient client;
    private final String dataset;
    private final String model;
    private final Map<String, String> values = new HashMap<>();
    private int made;

    private Fixture(RawClient client, int number) {
        this.client = client;
        dataset = "fuzzed-moons-" + number;
        model = "fuzzed-model-" + number;
    }

    /** @param number of the fixture: each has names of its own */
    static Fixture store(RawClient client, int number) throws IOException {
        var fixture = new Fixture(client, number);
        fixture.store();
        return fixture;
    }

    private void store() throws IOException {
        post("/datasets", DATASET_BODY.formatted(dataset));
        post("/models", MODEL_BODY.formatted(model));
        values.put("dataset", dataset);
        values.put("model", model);
        values.put("version", "1");
        values.put("alias", "good");
        values.put("job", job().path("id").stringValue());
        values.put("sweep", sweep());
        values.put("slug", "invalid");
        values.put("path", "liveness");
        values.put("requiredMetricName", "jvm.memory.used");
        request("PUT", "/models/" + model + "/aliases/good", "{\"version\": 1}");
    }

    private JsonNode job() throws IOException {
        return post("/jobs?wait=60", JOB_BODY.formatted(model, dataset));
    }

    private String sweep() throws IOException {
        var body = "{\"job\": %s, \"grid\": {\"batchSize\": [16, 32]}}".formatted(JOB_BODY.formatted(model, dataset));
        return post("/sweeps?wait=60", body).path("id").stringValue();
    }

    /** A name or an id for a variable of a path or a field of this name. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The id of the stored {@code job} or {@code sweep}, which has ended. */
    UUID id(String name) {
        return UUID.fromString(Objects.requireNonNull(values.get(name), name));
    }

    /** A body of an operation that fits what is stored. */
    Optional<String> body(String operation) {
        return Optional.ofNullable(BODIES.get(operation)).map(body -> body.formatted(model, dataset));
    }

    /** What a path with variables can be deleted at, made for it: nothing else needs it. */
    Map<String, String> disposable(String path) throws IOException {
        var names = new HashMap<>(values);
        var name = model + "-" + made++;
        if (path.contains("{dataset}")) {
            post("/datasets", DATASET_BODY.formatted(name));
            names.put("dataset", name);
        } else if (path.contains("{alias}")) {
            names.put("alias", name);
            request("PUT", "/models/" + model + "/aliases/" + name, "{\"version\": 1}");
        } else if (path.contains("{version}") || path.contains("{job}")) {
            var job = job();
            names.put("job", job.path("id").stringValue());
            names.put("version", job.path("model").path("version").asString());
        } else if (path.contains("{model}")) {
            post("/models", MODEL_BODY.formatted(name));
            names.put("model", name);
        } else if (path.contains("{sweep}")) {
            names.put("sweep", sweep());
        }
        return names;
    }

    /** Cancels a job or a sweep that was accepted: its training would hold threads that others wait for. */
    void cancel(String location) throws IOException {
        if (COMMANDED.matcher(location).matches()) {
            var _ = client.send(new Call("POST", location + "/cancel"));
        }
    }

    private JsonNode post(String path, String body) throws IOException {
        return request("POST", path, body);
    }

    private JsonNode request(String method, String path, String body) throws IOException {
        var parts = path.split("\\?", 2);
        var call = new Call(method, "/api/v1" + parts[0]);
        call.query.addAll(List.of(parts).subList(1, parts.length));
        call.set("Content-Type", "application/json");
        call.body = body.getBytes(UTF_8);
        var reply = client.send(call);
        if (reply.status() == 0 || reply.isRefusal()) {
            throw new AssertionError(call + "\n\n" + reply);
        }
        return JsonMapper.shared().readTree(reply.text());
    }
}
