package dev.chainrule.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A client that sends expensive requests. Every answer is checked. */
final class Attacker {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For an answer's body, once its headers are there. */
    private static final Duration TRANSFER = Duration.ofMinutes(2);

    private static final Duration LEAVE = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** In a small run the same attacks are this many times smaller. */
    private static final int SMALLER = 5;

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /** The body if the attacker reads it; other bodies are discarded, because they may be long. */
    private static final BodyHandler<byte[]> PROBLEMS_ONLY = answer -> answer.statusCode() < CLIENT_ERROR
            ? BodySubscribers.replacing(new byte[0])
            : BodySubscribers.ofByteArray();

    private final Cluster cluster;
    private final Targets targets;
    private final HttpClient client;
    private final boolean large;
    private final CountDownLatch over;
    private final Random random;
    private final Ledger ledger;

    /**
     * @param large whether the attacks have their full size
     * @param over its count is zero as soon as the attacks have to end
     */
    Attacker(
            Cluster cluster, Targets targets, HttpClient client, boolean large, CountDownLatch over, Random random,
            Ledger ledger) {
        this.cluster = cluster;
        this.targets = targets;
        this.client = client;
        this.large = large;
        this.over = over;
        this.random = random;
        this.ledger = ledger;
    }

    Random random() {
        return random;
    }

    Targets targets() {
        return targets;
    }

    /** A number of requests in a run of this size. */
    int scaled(int number) {
        return large ? number : Math.max(1, number / SMALLER);
    }

    /** A name that no other model has. */
    String newName() {
        return "attack-%016x".formatted(random.nextLong());
    }

    /** Where a replica listens; empty if it does not. */
    Optional<URI> address() {
        return replica().address();
    }

    private Replica replica() {
        return cluster.replicas().get(random.nextInt(cluster.replicas().size()));
    }

    /** Waits, but not beyond the end of the attacks. */
    void pass(Duration time) throws InterruptedException {
        over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Cancels a job or a sweep; repeated until a replica has answered. */
    void cancel(String location) throws InterruptedException {
        while (over.getCount() > 0
                && send(1, Call.cancel(location)).stream().noneMatch(answer -> answer.statusCode() < SERVER_ERROR)) {
            pass(LOOK_AGAIN);
        }
    }

    /** Where the jobs or sweeps are that these answers accepted. */
    static List<String> locations(List<HttpResponse<byte[]>> answers) {
        return answers.stream().flatMap(answer -> answer.headers().firstValue("Location").stream()).toList();
    }

    /** A request that is under way. */
    private record Exchange(Replica replica, int before, Call call, CompletableFuture<HttpResponse<byte[]>> answer) {}

    /** Sends the requests concurrently and waits for every answer. */
    List<HttpResponse<byte[]>> send(List<Call> calls) throws InterruptedException {
        var exchanges = begin(calls);
        var answers = new ArrayList<HttpResponse<byte[]>>();
        for (var exchange : exchanges) {
            finish(exchange).ifPresent(answers::add);
        }
        return answers;
    }

    /** Sends the same request several times concurrently, and waits for every answer. */
    List<HttpResponse<byte[]>> send(int times, Call call) throws InterruptedException {
        return send(IntStream.range(0, times).mapToObj(_ -> call).toList());
    }

    /** Sends the requests concurrently, and closes the connections before there can be answers. */
    void sendAndLeave(List<Call> calls) throws InterruptedException {
        var exchanges = begin(calls);
        pass(Duration.ofNanos(random.nextLong(LEAVE.toNanos())));
        exchanges.forEach(exchange -> exchange.answer.cancel(true));
    }

    private List<Exchange> begin(List<Call> calls) throws InterruptedException {
        var exchanges = new ArrayList<Exchange>();
        for (var call : calls) {
            var replica = replica();
            int before = replica.disturbances().turn();
            var address = replica.address();
            if (address.isEmpty()) {
                pass(LOOK_AGAIN);
            } else {
                var answer = client.sendAsync(call.to(address.get(), PATIENCE), PROBLEMS_ONLY);
                exchanges.add(new Exchange(replica, before, call, answer));
            }
        }
        return exchanges;
    }

    private Optional<HttpResponse<byte[]>> finish(Exchange exchange) throws InterruptedException {
        try {
            var answer = exchange.answer.get(PATIENCE.plus(TRANSFER).toSeconds(), TimeUnit.SECONDS);
            check(exchange, answer);
            return Optional.of(answer);
        } catch (ExecutionException silence) {
            unanswered(exchange, String.valueOf(silence.getCause()));
        } catch (TimeoutException silence) {
            exchange.answer.cancel(true);
            unanswered(exchange, "no end of the answer after " + PATIENCE.plus(TRANSFER));
        }
        return Optional.empty();
    }

    private void check(Exchange exchange, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status < CLIENT_ERROR) {
            ledger.count(Count.ATTACK_ANSWERS);
            return;
        }
        ledger.count(Count.ATTACK_REFUSALS);
        boolean inForm = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")
                && (status < SERVER_ERROR
                        || (status == UNAVAILABLE && answer.headers().firstValue("Retry-After").isPresent()));
        boolean excused = status == UNAVAILABLE && isExcused(exchange);
        ledger.require(
                inForm || excused,
                Rule.ATTACKS_ARE_ANSWERED,
                exchange.replica.toString(),
                "%d to %s: %s".formatted(status, exchange.call.path(), new String(answer.body(), UTF_8)));
    }

    private void unanswered(Exchange exchange, String reason) {
        ledger.require(
                isExcused(exchange),
                Rule.ATTACKS_ARE_ANSWERED,
                exchange.replica.toString(),
                "nothing to %s: %s".formatted(exchange.call.path(), reason));
        ledger.count(Count.SILENCES);
    }

    private boolean isExcused(Exchange exchange) {
        return over.getCount() == 0 || !exchange.replica.disturbances().noneSince(exchange.before);
    }
}
