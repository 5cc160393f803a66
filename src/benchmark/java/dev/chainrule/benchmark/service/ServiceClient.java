package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.Json;
import dev.chainrule.benchmark.training.DataFiles;
import dev.chainrule.benchmark.training.EngineTrainer;
import dev.chainrule.benchmark.training.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Uses the service over HTTP. */
final class ServiceClient {
    private static final String DATASET = "images";
    private static final int EPOCHS_PER_PAGE = 100_000;

    private final RestClient http;

    ServiceClient(int port) {
        http = RestClient.create("http://localhost:" + port);
    }

    boolean isReady() {
        try {
            return http.get()
                    .uri("/actuator/health/readiness")
                    .exchange((_, response) -> response.getStatusCode().is2xxSuccessful());
        } catch (ResourceAccessException _) {
            return false;
        }
    }

    /** Sends the images and their labels as IDX files. */
    void upload(DataFiles data) {
        var metadata = new HttpHeaders();
        metadata.setContentType(MediaType.APPLICATION_JSON);
        var parts = new LinkedMultiValueMap<String, Object>();
        parts.add("metadata", new HttpEntity<>(Json.MAPPER.writeValueAsString(Map.of("name", DATASET)), metadata));
        parts.add("images", new FileSystemResource(data.images()));
        parts.add("labels", new FileSystemResource(data.labels()));
        http.post()
                .uri("/api/v1/datasets")
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(parts)
                .retrieve()
                .toBodilessEntity();
    }

    /**
     * Trains the workload's network, and waits until it is trained.
     *
     * @throws IllegalStateException if the job did not succeed
     */
    JobRun train(Workload workload, int epochs) {
        return train(Json.MAPPER.writeValueAsString(job(workload, epochs)));
    }

    /** Trains XOR by gradient descent on all rows at once, likewise. */
    JobRun trainXor(int epochs) {
        return train(xor(epochs));
    }

    /** Seconds from the request to train XOR to the answer that it has succeeded. */
    double xorSeconds(int epochs) {
        long begin = System.nanoTime();
        awaitSuccess(submit(xor(epochs)));
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Begins to train XOR, and gives the job's path; empty if the service has too many jobs. */
    Optional<String> beginXor(int epochs) {
        return http.post()
                .uri("/api/v1/jobs")
                .contentType(MediaType.APPLICATION_JSON)
                .body(xor(epochs))
                .exchange((_, answer) -> switch (answer.getStatusCode().value()) {
                    case 202 -> Optional.of(path(answer.getHeaders()));
                    case 429 -> Optional.empty();
                    default -> throw new IllegalStateException("expected 202 or 429, actual " + answer.getStatusCode());
                });
    }

    private static String xor(int epochs) {
        return """
                {"model": {"name": "xor", "layers": [{"type": "dense", "units": 3, "activation": "sigmoid"},
                                                     {"type": "dense", "units": 1, "activation": "sigmoid"}],
                           "loss": "binary_cross_entropy"},
                 "dataset": {"name": "xor", "features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
                 "epochs": %d, "batchSize": "full", "seed": 1,
                 "optimizer": {"type": "sgd", "learningRate": 0.1}}
                """
                .formatted(epochs);
    }

    /** Begins to train the workload's network, and gives the job's path. */
    String begin(Workload workload, int epochs) {
        return submit(Json.MAPPER.writeValueAsString(job(workload, epochs)));
    }

    void cancel(String job) {
        http.post().uri(job + "/cancel").retrieve().toBodilessEntity();
    }

    /** The newest epoch of a job. */
    int epoch(String job) {
        return get(job).path("progress").path("epoch").asInt();
    }

    String submit(String body) {
        return path(http.post()
                .uri("/api/v1/jobs")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toBodilessEntity()
                .getHeaders());
    }

    private static String path(HttpHeaders headers) {
        return Objects.requireNonNull(headers.getLocation(), "an accepted job has a Location").getPath();
    }

    /** @throws IllegalStateException if the job does not succeed */
    JsonNode awaitSuccess(String location) {
        JsonNode job;
        do {
            job = get(location + "?wait=30");
        } while (List.of("QUEUED", "RUNNING").contains(job.path("state").asString()));
        if (!job.path("state").asString().equals("SUCCEEDED")) {
            throw new IllegalStateException("expected a job that has SUCCEEDED, actual " + job);
        }
        return job;
    }

    private JobRun train(String body) {
        var location = submit(body);
        var job = awaitSuccess(location);
        var wholeTime = Duration.between(instant(job, "startedAt"), instant(job, "finishedAt"));
        return new JobRun(
                epochSeconds(location, 0),
                wholeTime.toNanos() / 1e9,
                job.path("weightsSha256").asString());
    }

    private static Map<String, Object> job(Workload workload, int epochs) {
        var layers = new ArrayList<Map<String, Object>>();
        for (int l = 0; l < workload.layers() - 1; l++) {
            layers.add(Map.of("type", "dense", "units", workload.units(l), "activation",
                    workload.rectified() ? "relu" : "sigmoid"));
        }
        layers.add(Map.of("type", "dense", "units", workload.outputs(), "activation", "softmax"));
        var model = new LinkedHashMap<String, Object>();
        model.put("name", "benchmark");
        model.put("layers", layers);
        model.put("loss", "categorical_cross_entropy");
        var job = new LinkedHashMap<String, Object>();
        job.put("model", model);
        job.put("dataset", DATASET);
        job.put("epochs", epochs);
        job.put("batchSize", workload.batchSize());
        job.put("optimizer",
                Map.of("type", workload.adam() ? "adam" : "sgd", "learningRate", workload.learningRate()));
        job.put("seed", EngineTrainer.SEED);
        return job;
    }

    /** What the epochs after one of them took. */
    List<Double> epochSeconds(String job, int after) {
        var seconds = new ArrayList<Double>();
        for (var epoch : get(job + "/epochs?after=" + after + "&limit=" + EPOCHS_PER_PAGE).path("data")) {
            seconds.add(epoch.path("seconds").asDouble());
        }
        return seconds;
    }

    JsonNode get(String path) {
        return Json.MAPPER.readTree(http.get().uri(path).retrieve().body(String.class));
    }

    private static Instant instant(JsonNode job, String field) {
        return Instant.parse(job.path(field).asString());
    }
}
