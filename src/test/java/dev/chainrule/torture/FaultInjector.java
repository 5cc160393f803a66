package dev.chainrule.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** Injects faults into a cluster, at random moments. */
final class FaultInjector {
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration ATTACKS = Duration.ofSeconds(10);
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** One in this many kills does not wait until the replica serves; the first one always does. */
    private static final int EARLY_KILLS = 4;

    private final Cluster cluster;
    private final Orders orders;
    private final Pressure pressure;
    private final Duration pause;
    private final Random random;
    private final Ledger ledger;
    private boolean killed;

    /** @param pause how long a replica is suspended */
    FaultInjector(Cluster cluster, Orders orders, Pressure pressure, Duration pause, Random random, Ledger ledger) {
        this.cluster = cluster;
        this.orders = orders;
        this.pressure = pressure;
        this.pause = pause;
        this.random = random;
        this.ledger = ledger;
    }

    /** Injects the fault, and leaves behind a cluster that serves or is about to. */
    void inject(Scenario.Event event) throws IOException, InterruptedException {
        var replica = cluster.replicas().get(random.nextInt(cluster.replicas().size()));
        switch (event) {
            case KILL -> {
                awaitMomentToEnd();
                replica.kill();
                replica.start();
            }
            case MEMORY_ERROR -> {
                awaitMomentToEnd();
                replica.exhaustMemory();
                replica.start();
            }
            case STOP -> {
                replica.awaitServing();
                passUpTo(LIFE);
                replica.stop();
                replica.start();
            }
            case SUSPENSION -> {
                cluster.awaitServing();
                passUpTo(LIFE);
                replica.suspend();
                ledger.pass(pause);
                replica.resume();
            }
            case OUTAGE -> {
                cluster.awaitServing();
                passUpTo(LIFE);
                cluster.loseDatabase();
                passUpTo(OUTAGE);
                cluster.regainDatabase();
            }
            case EVALUATIONS -> {
                cluster.awaitServing();
                pressure.evaluate();
                ledger.verify();
            }
            case ATTACKS -> {
                cluster.awaitServing();
                ledger.pass(ATTACKS);
            }
        }
    }

    private void awaitMomentToEnd() throws InterruptedException {
        if (!killed || random.nextInt(EARLY_KILLS) > 0) {
            cluster.awaitServing();
            awaitTraining();
        }
        killed = true;
        passUpTo(LIFE);
    }

    /** So that a few kills are enough to hit a job. */
    private void awaitTraining() throws InterruptedException {
        do {
            ledger.pass(LOOK_AGAIN);
        } while (!orders.isTraining());
    }

    private void passUpTo(Duration most) throws InterruptedException {
        ledger.pass(Duration.ofNanos(random.nextLong(most.toNanos())));
    }
}
