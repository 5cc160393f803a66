package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Polls a job with a valid key, and sends wrong ones at the same time, each at a fixed rate. */
final class KeysClient {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(1);
    private final String service;
    private final String key;

    /** @param adminKey makes the key that polls */
    KeysClient(int port, String adminKey) throws IOException {
        this.service = "http://localhost:" + port;
        this.key = post("/api/v1/keys", adminKey, "{\"name\": \"benchmark\", \"role\": \"trainer\"}").path("key")
                .asString();
    }

    /**
     * @param seconds what each poll took, from when it was due to its answer
     * @param statuses of the answers to wrong keys, and how often
     */
    record Polls(List<Double> seconds, Map<Integer, Integer> statuses) {}

    /** The path of a job that has ended. */
    String train(String job) throws IOException {
        return "/api/v1/jobs/" + post("/api/v1/jobs?wait=60", key, job).path("id").asString();
    }

    private JsonNode post(String path, String bearer, String body) throws IOException {
        var request = request(path, bearer).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)).build();
        var answer = http.sendAsync(request, BodyHandlers.ofString()).join();
        if (answer.statusCode() / 100 != OK / 100) {
            throw new IOException("expected " + OK + ", actual " + answer.statusCode() + ": " + answer.body());
        }
        return Json.MAPPER.readTree(answer.body());
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(service + path)).header("Authorization", "Bearer " + bearer);
    }

    Polls poll(String job, int pollsPerSecond, int wrongPerSecond, boolean manyAddresses, double seconds)
            throws IOException {
        var statuses = new ConcurrentHashMap<Integer, AtomicInteger>();
        var polls = new ArrayList<CompletableFuture<Double>>();
        var others = new ArrayList<CompletableFuture<Void>>();
        long start = System.nanoTime();
        int wrongPerPoll = wrongPerSecond / pollsPerSecond;
        long interval = TimeUnit.SECONDS.toNanos(1) / pollsPerSecond / (wrongPerPoll + 1);
        for (int i = 0; i < seconds * pollsPerSecond * (wrongPerPoll + 1); i++) {
            long due = start + i * interval;
            pause(due - System.nanoTime());
            if (i % (wrongPerPoll + 1) == 0) {
                polls.add(http.sendAsync(request(job, key).build(), BodyHandlers.ofString())
                        .thenApply(answer -> answer.statusCode() == OK ? (System.nanoTime() - due) / 1e9 : Double.NaN));
            } else {
                others.add(http.sendAsync(wrong(job, manyAddresses), BodyHandlers.discarding()).thenAccept(
                        answer -> statuses.computeIfAbsent(answer.statusCode(), _ -> new AtomicInteger())
                                .incrementAndGet()));
            }
        }
        others.forEach(CompletableFuture::join);
        var times = polls.stream().map(CompletableFuture::join).toList();
        if (times.contains(Double.NaN)) {
            throw new IOException("a poll with a valid key was refused");
        }
        var counts = new TreeMap<Integer, Integer>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return new Polls(times, counts);
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** A key of the right form, so that it has to be looked for. */
    private HttpRequest wrong(String path, boolean manyAddresses) {
        var request = request(path, "crk_" + text(8) + "_" + text(43));
        if (manyAddresses) {
            request.header("X-Forwarded-For",
                    "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256));
        }
        return request.build();
    }

    private String text(int length) {
        return random.ints(length, 0, DIGITS.length()).collect(
                StringBuilder::new, (text, digit) -> text.append(DIGITS.charAt(digit)), StringBuilder::append)
                .toString();
    }
}
