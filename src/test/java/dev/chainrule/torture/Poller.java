package dev.chainrule.torture;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Continually requests all jobs from every replica, and checks every answer. */
final class Poller implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final List<String> MEMORY_WORDS = List.of("memory", "heap");

    private final Cluster cluster;
    private final Orders orders;
    private final Comparison comparison;
    private final Ledger ledger;
    private final CountDownLatch over = new CountDownLatch(1);

    private Poller(Cluster cluster, Orders orders, Comparison comparison, Ledger ledger) {
        this.cluster = cluster;
        this.orders = orders;
        this.comparison = comparison;
        this.ledger = ledger;
    }

    /** @param random chooses the jobs that are looked at more closely */
    static Poller begin(Cluster cluster, Orders orders, Comparison comparison, Random random, Ledger ledger) {
        var poller = new Poller(cluster, orders, comparison, ledger);
        for (var replica : cluster.replicas()) {
            var own = new Random(random.nextLong());
            Thread.ofVirtual().name("poller of " + replica).start(() -> poller.poll(replica, own));
        }
        return poller;
    }

    private void poll(Replica replica, Random random) {
        try {
            do {
                lookAtAll(replica);
                lookAtOne(replica, random);
            } while (!over.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            ledger.violated(Rule.A_REPLICA_ANSWERS, replica.toString(), "an answer that cannot be read: " + failure);
        }
    }

    private void lookAtAll(Replica replica) throws InterruptedException {
        var before = orders.jobs().stream().collect(toMap(job -> job, JobObserver::last));
        var listed = cluster.list(replica, "/jobs");
        if (listed.isEmpty()) {
            return;
        }
        var jobs = listed.get().stream().collect(toMap(Poller::id, job -> job));
        before.forEach((job, observation) -> {
            var shown = jobs.get(job.id());
            if (shown == null) {
                ledger.violated(Rule.NO_JOB_IS_LOST, job.toString(), replica + " does not list it");
            } else {
                job.observe(observation, shown);
            }
        });
        listed.get().stream().filter(Targets::include).forEach(this::checkAttack);
    }

    private void checkAttack(JsonNode job) {
        var error = job.path("error").asString("").toLowerCase(Locale.ROOT);
        ledger.require(
                MEMORY_WORDS.stream().noneMatch(error::contains), Rule.NO_JOB_FAILS_FOR_MEMORY, id(job).toString(),
                error);
    }

    private static UUID id(JsonNode job) {
        return UUID.fromString(job.path("id").asString());
    }

    /** Also checks its history and, once it has succeeded, its result. */
    private void lookAtOne(Replica replica, Random random) throws InterruptedException {
        var begun = orders.jobs().stream().filter(job -> job.last().has("startedAt")).toList();
        if (begun.isEmpty()) {
            return;
        }
        var job = begun.get(random.nextInt(begun.size()));
        var before = job.last();
        var answer = cluster.get(replica, "/jobs/" + job.id());
        if (answer.isEmpty()) {
            return;
        }
        ledger.count(Count.POLLS);
        if (!answer.get().isOk()) {
            ledger.violated(Rule.NO_JOB_IS_LOST, job.toString(), replica + " says " + answer.get());
            return;
        }
        job.observe(before, answer.get().body());
        if (before.state() == Observation.State.SUCCEEDED) {
            comparison.checkEnd(job, replica);
        } else {
            comparison.checkHistory(job, before, replica);
        }
    }

    /** Once all jobs have ended and nothing happens any more: asks for all that there is. */
    void checkEverything() throws InterruptedException {
        for (var replica : cluster.replicas()) {
            lookAtAll(replica);
            cluster.list(replica, "/jobs").stream().flatMap(List::stream).filter(
                    job -> orders.find(id(job)).isEmpty() && !Targets.include(job))
                    .forEach(job -> ledger.violated(Rule.NO_JOB_IS_INVENTED, id(job).toString(), job.toString()));
        }
        var replicas = cluster.replicas();
        int next = 0;
        for (var job : orders.jobs()) {
            comparison.checkEnd(job, replicas.get(next++ % replicas.size()));
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
