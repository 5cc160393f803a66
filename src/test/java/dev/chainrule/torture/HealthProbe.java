package dev.chainrule.torture;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Continually requests the health of every replica and one job, and requires an answer in time. */
final class HealthProbe implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration SLOW = Duration.ofMillis(500);
    private static final List<String> HEALTH = List.of("/actuator/health/liveness", "/actuator/health/readiness");
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Orders orders;
    private final Duration most;
    private final Ledger ledger;

    private HealthProbe(Orders orders, Duration most, Ledger ledger) {
        this.orders = orders;
        this.most = most;
        this.ledger = ledger;
    }

    /** @param most how long an answer may take */
    static HealthProbe begin(Cluster cluster, Orders orders, Duration most, Ledger ledger) {
        var probe = new HealthProbe(orders, most, ledger);
        for (var replica : cluster.replicas()) {
            Thread.ofVirtual().name("health probe of " + replica).start(() -> probe.ask(replica));
        }
        return probe;
    }

    private void ask(Replica replica) {
        try {
            do {
                for (var path : Stream.concat(HEALTH.stream(), orders.jobs().stream().limit(1).map(
                        job -> "/api/v1/jobs/" + job.id())).toList()) {
                    ask(replica, path);
                }
            } while (!over.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Replica replica, String path) throws InterruptedException {
        int before = replica.disturbances().turn();
        var address = replica.address();
        if (address.isEmpty() || !replica.disturbances().isEmpty()) {
            return;
        }
        var request = HttpRequest.newBuilder(address.get().resolve(path)).timeout(most).build();
        long begin = System.nanoTime();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            require(status == OK, replica, before, path + " is answered with " + status);
            ledger.count(Count.PROBES);
        } catch (IOException silence) {
            require(false, replica, before, path + " is not answered within " + most + ": " + silence);
        }
        if (System.nanoTime() - begin >= SLOW.toNanos()) {
            ledger.count(Count.SLOW_PROBES);
        }
    }

    private void require(boolean holds, Replica replica, int before, String detail) {
        boolean excused = over.getCount() == 0 || !replica.disturbances().noneSince(before);
        ledger.require(holds || excused, Rule.HEALTH_ANSWERS, replica.toString(), detail);
    }

    @Override
    public void close() {
        over.countDown();
        client.shutdownNow();
    }
}
