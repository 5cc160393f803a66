package dev.chainrule.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** Lets things happen to a cluster, at moments that chance chooses. */
final class Torment {
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    /** One of so many kills does not wait until the replica serves. */
    private static final int EARLY_KILLS = 4;

    private final Cluster cluster;
    private final Duration pause;
    private final Random random;
    private final Ledger ledger;

    /** @param pause how long a replica is suspended */
    Torment(Cluster cluster, Duration pause, Random random, Ledger ledger) {
        this.cluster = cluster;
        this.pause = pause;
        this.random = random;
        this.ledger = ledger;
    }

    /** Lets it happen, and leaves behind a cluster that serves or is about to. */
    void inflict(Scenario.Event event) throws IOException, InterruptedException {
        var replica = cluster.replicas().get(random.nextInt(cluster.replicas().size()));
        switch (event) {
            case KILL -> {
                if (random.nextInt(EARLY_KILLS) > 0) {
                    replica.awaitCalm();
                }
                passUpTo(LIFE);
                replica.kill();
                replica.start();
            }
            case STOP -> {
                replica.awaitCalm();
                passUpTo(LIFE);
                replica.stop();
                replica.start();
            }
            case SUSPENSION -> {
                cluster.awaitCalm();
                passUpTo(LIFE);
                replica.suspend();
                ledger.pass(pause);
                replica.resume();
            }
            case OUTAGE -> {
                cluster.awaitCalm();
                passUpTo(LIFE);
                cluster.loseDatabase();
                passUpTo(OUTAGE);
                cluster.regainDatabase();
            }
        }
    }

    private void passUpTo(Duration most) throws InterruptedException {
        ledger.pass(Duration.ofNanos(random.nextLong(most.toNanos())));
    }
}
