package dev.chainrule.torture;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Several concurrent attackers. Together they run every attack once, in random order, before they repeat any. */
final class Attackers implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Deque<Attack> next = new ArrayDeque<>();
    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final Cluster cluster;
    private final Random random;
    private final Ledger ledger;
    private final List<Thread> threads;
    private final Attacker inTurn;

    private Attackers(
            Cluster cluster, Targets targets, int number, boolean large, Random random, Ledger ledger) {
        this.cluster = cluster;
        this.random = random;
        this.ledger = ledger;
        this.inTurn = attacker(targets, large);
        this.threads = IntStream.rangeClosed(1, number)
                .mapToObj(i -> {
                    var attacker = attacker(targets, large);
                    return Thread.ofVirtual().name("attacker-" + i).unstarted(() -> attack(attacker));
                })
                .toList();
    }

    /**
     * @param number of attackers; none of them: only {@link #evaluate} does anything
     * @param large whether the attacks have their full size
     */
    static Attackers begin(
            Cluster cluster, Targets targets, int number, boolean large, Random random, Ledger ledger) {
        var attackers = new Attackers(cluster, targets, number, large, random, ledger);
        attackers.threads.forEach(Thread::start);
        return attackers;
    }

    private Attacker attacker(Targets targets, boolean large) {
        return new Attacker(cluster, targets, client, large, over, new Random(random.nextLong()), ledger);
    }

    private void attack(Attacker attacker) {
        try {
            while (over.getCount() > 0 && ledger.isClean()) {
                next().by(attacker);
                ledger.count(Count.ATTACKS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            ledger.violated(Rule.ATTACKS_ARE_ANSWERED, "an attacker", "an answer that cannot be used: " + failure);
        }
    }

    private synchronized Attack next() {
        if (next.isEmpty()) {
            var attacks = new ArrayList<>(List.of(Attack.values()));
            Collections.shuffle(attacks, random);
            next.addAll(attacks);
        }
        return next.remove();
    }

    /** One attack by evaluations, on the caller's thread. */
    void evaluate() throws InterruptedException {
        Attack.EVALUATIONS.by(inTurn);
        ledger.count(Count.ATTACKS);
    }

    /** Ends the attacks, and cancels the jobs that they have left. */
    void end() throws InterruptedException {
        over.countDown();
        for (var thread : threads) {
            thread.join();
        }
        var replica = cluster.replicas().getFirst();
        for (var sweep : list(replica, "/sweeps")) {
            cluster.cancel(replica, "/sweeps/" + sweep.path("id").asString());
        }
        for (var job : list(replica, "/jobs")) {
            if (Targets.include(job) && job.path("finishedAt").isNull()) {
                cluster.cancel(replica, "/jobs/" + job.path("id").asString());
            }
        }
    }

    private List<JsonNode> list(Replica replica, String path) throws InterruptedException {
        var items = cluster.list(replica, path);
        while (items.isEmpty() && ledger.isClean()) {
            items = cluster.list(replica, path);
        }
        return items.orElse(List.of());
    }

    @Override
    public void close() {
        over.countDown();
        client.shutdownNow();
    }
}
