package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as JSON, by one environment variable. In another process, because the format is one of the whole process. */
class StructuredLogTest {
    private static final Pattern ADDRESS = Pattern.compile("listens on (http://localhost:\\d+)");

    @TempDir
    private Path folder;

    private Process start(String format) throws IOException {
        var tests = Path.of(StructuredLogTest.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(tests))
                .collect(Collectors.joining(File.pathSeparator));
        var service = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp", classPath,
                Launcher.class.getName(), "--server.port=0", "--chainrule.data-folder=" + folder,
                "--chainrule.compute.warm-up=0s")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        service.environment().put("LOGGING_STRUCTURED_FORMAT_CONSOLE", format);
        return service.start();
    }

    private static JsonNode next(BufferedReader log) throws IOException {
        var line = log.readLine();
        assertThat(line).as("a further line of the log").isNotNull();
        return JsonMapper.shared().readTree(line);
    }

    private static JsonNode post(String address, String body, String requestId)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .header("Content-Type", "application/json")
                    .header("X-Request-Id", requestId)
                    .POST(BodyPublishers.ofString(body));
            return JsonMapper.shared().readTree(client.send(request.build(), BodyHandlers.ofString()).body());
        }
    }

    @Test
    void everyLineOfAJobIsJsonWithItsIdAndTheFirstWithThatOfItsRequest() throws Exception {
        var service = start("ecs");
        try (var log = service.inputReader()) {
            var address = ADDRESS.matcher("");
            List<JsonNode> lines = new ArrayList<>();
            while (!address.find()) {
                lines.add(next(log));
                address.reset(lines.getLast().path("message").asString());
            }

            var job = post(address.group(1) + "/api/v1/jobs?wait=30", """
                    {"model": {"layers": [{"units": 1}], "loss": "mean_squared_error"}, "epochs": 2,
                     "dataset": {"features": [[0], [1]], "targets": [[0], [1]]}}""", "structured-1");

            do {
                lines.add(next(log));
            } while (!lines.getLast().path("message").asString().contains(" SUCCEEDED "));
            assertThat(lines).noneMatch(line -> line.path("log").path("level").asString().equals("ERROR"));
            var ofJob = lines.stream().filter(line -> line.path("message").asString().startsWith("Job ")).toList();
            assertThat(ofJob).hasSize(3).allSatisfy(line -> {
                assertThat(line.path("jobId").asString()).as("%s", line).isEqualTo(job.path("id").asString());
                assertThat(line.path("service").path("name").asString()).isEqualTo("chainrule");
            });
            assertThat(ofJob.getFirst().path("requestId").asString()).isEqualTo("structured-1");
            assertThat(ofJob.getLast().has("requestId")).isFalse();
        } finally {
            service.destroy();
            service.waitFor();
        }
    }
}
