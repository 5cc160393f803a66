package dev.chainrule.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replicas that share a database, and all requests to them: a missing answer is a violation unless there is a reason for it. */
final class Cluster implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PATIENCE_UNDER_PRESSURE = Duration.ofSeconds(60);
    private static final Duration PREPARATION = Duration.ofMinutes(5);

    /** Free ports, and replicas that soon take over the jobs of a lost one. */
    private static final List<String> SETTINGS = List.of(
            "--server.port=0", "--chainrule.job.poll-every=200ms", "--chainrule.job.heartbeat-every=500ms",
            "--chainrule.job.missed-heartbeats=4");

    private static final int PAGE = 1000;
    private static final int QUEUE_FULL = 429;
    private static final int UNAVAILABLE = 503;
    private static final int SERVER_ERROR = 500;

    private final Database database;
    private final List<Replica> replicas;
    private final boolean underPressure;
    private final Ledger ledger;

    /** Of the database, as the replicas see it. */
    private final Disturbances databaseDisturbances = new Disturbances();

    private Cluster(Database database, List<Replica> replicas, boolean underPressure, Ledger ledger) {
        this.database = database;
        this.replicas = replicas;
        this.underPressure = underPressure;
        this.ledger = ledger;
    }

    /**
     * Starts the replicas, and waits until every one serves. The cluster closes the database.
     *
     * @param underPressure whether a replica may ask to repeat a request later
     */
    static Cluster start(
            ServiceProgram program, Database database, int size, boolean underPressure, Path logs, Ledger ledger) {
        var arguments =
                Stream.of(SETTINGS, List.of("--chainrule.job.threads=" + (size == 1 ? 2 : 1)), database.arguments())
                        .flatMap(List::stream)
                        .toList();
        var replicas = IntStream.rangeClosed(1, size)
                .mapToObj(number -> new Replica("replica-" + number, program.command(arguments), logs, ledger))
                .toList();
        var cluster = new Cluster(database, replicas, underPressure, ledger);
        replicas.forEach(Replica::start);
        replicas.forEach(Replica::awaitServing);
        cluster.databaseDisturbances.end();
        return cluster;
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** Makes the database unavailable to every replica. */
    void loseDatabase() {
        databaseDisturbances.begin();
        database.fail(replicas);
        ledger.count(Count.OUTAGES);
    }

    /** Makes the database available again, and waits until every replica serves. */
    void regainDatabase() throws IOException {
        database.recover(replicas);
        awaitServing();
    }

    /** Waits until every replica serves. */
    void awaitServing() {
        replicas.forEach(Replica::awaitServing);
        databaseDisturbances.end();
    }

    /** What a replica said. */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status == 200;
        }
    }

    /**
     * Gets what is at this path under {@code /api/v1}; empty if there was no answer, for which there is a reason or a violation. Where the
     * replica asks to repeat the request, it is also empty, after the pause that it asks for.
     */
    Optional<Answer> get(Replica replica, String path) throws InterruptedException {
        return ask(replica, path, HttpRequest.newBuilder().GET(), patience());
    }

    /** What is listed at this path under {@code /api/v1}, on all pages; empty if one was not answered. */
    Optional<List<JsonNode>> list(Replica replica, String path) throws InterruptedException {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = get(replica, path + "?limit=" + PAGE + cursor);
            if (page.isEmpty()) {
                return Optional.empty();
            }
            ledger.count(Count.POLLS);
            page.get().body().path("data").forEach(items::add);
            var next = page.get().body().path("nextCursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return Optional.of(items);
    }

    /** Cancels a job or a sweep, unless it has ended. */
    void cancel(Replica replica, String path) throws InterruptedException {
        ask(replica, path + "/cancel", HttpRequest.newBuilder().POST(BodyPublishers.noBody()), patience());
    }

    /** Submits a job; empty as with {@link #get}, or if the replica asks to repeat it. */
    Optional<Answer> submit(Replica replica, String body, String idempotencyKey) throws InterruptedException {
        return ask(replica, "/jobs", post(body).header("Idempotency-Key", idempotencyKey), patience());
    }

    /** Posts what a scenario needs before it begins, which may take minutes; empty as with {@link #get}. */
    Optional<Answer> prepare(Replica replica, String path, String body) throws InterruptedException {
        return ask(replica, path, post(body), PREPARATION);
    }

    private static HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private Duration patience() {
        return underPressure ? PATIENCE_UNDER_PRESSURE : PATIENCE;
    }

    private Optional<Answer> ask(Replica replica, String path, HttpRequest.Builder request, Duration patience)
            throws InterruptedException {
        int before = replica.disturbances().turn();
        int databaseBefore = databaseDisturbances.turn();
        var address = replica.address();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var uri = URI.create(address.get() + "/api/v1" + path);
        try {
            var response = replica.client().send(
                    request.uri(uri).timeout(patience).build(), BodyHandlers.ofByteArray());
            int status = response.statusCode();
            var retryAfter = Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(0));
            boolean postponed = underPressure
                    && (status == UNAVAILABLE || status == QUEUE_FULL)
                    && retryAfter.isPositive();
            if (postponed) {
                ledger.count(Count.POSTPONED);
                ledger.staysClean(retryAfter);
                return Optional.empty();
            }
            if (status < SERVER_ERROR) {
                return Optional.of(new Answer(status, JSON.readTree(response.body())));
            }
            boolean excused = status == UNAVAILABLE
                    && !(replica.disturbances().noneSince(before) && databaseDisturbances.noneSince(databaseBefore));
            ledger.require(
                    excused,
                    Rule.A_REPLICA_ANSWERS,
                    replica.toString(),
                    "%d to %s: %s".formatted(status, path, new String(response.body(), UTF_8)));
            ledger.count(Count.UNAVAILABLE);
        } catch (IOException silence) {
            boolean excused = !replica.disturbances().noneSince(before)
                    || (silence instanceof HttpTimeoutException && !databaseDisturbances.noneSince(databaseBefore));
            ledger.require(
                    excused, Rule.A_REPLICA_ANSWERS, replica.toString(), "nothing to %s: %s".formatted(path, silence));
            ledger.count(Count.SILENCES);
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(Replica::close);
        database.close();
    }
}
