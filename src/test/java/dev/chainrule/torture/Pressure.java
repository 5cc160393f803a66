package dev.chainrule.torture;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The load of a cluster beside its orders, and the probe of its answers meanwhile; nothing in scenarios without load. */
record Pressure(Optional<Attackers> attackers, Optional<HealthProbe> probe) implements AutoCloseable {
    private static final int ATTACKERS = 4;

    /** Millions of rows. */
    private static final List<Integer> OF_EVALUATIONS = List.of(2, 4);

    private static final List<Integer> OF_SMALL_ATTACKS = List.of(1);
    private static final List<Integer> OF_LARGE_ATTACKS = List.of(1, 2, 4, 10);

    /** Prepares and starts the load. */
    static Pressure begin(
            Scenario.Load load, TortureSettings settings, Cluster cluster, Orders orders, Random random, Ledger ledger)
            throws InterruptedException {
        return switch (load) {
            case ORDERS -> new Pressure(Optional.empty(), Optional.empty());
            case EVALUATIONS -> of(OF_EVALUATIONS, 0, settings, cluster, orders, random, ledger);
            case ATTACKS -> of(
                    settings.isLarge() ? OF_LARGE_ATTACKS : OF_SMALL_ATTACKS, ATTACKERS, settings, cluster, orders,
                    random, ledger);
        };
    }

    private static Pressure of(
            List<Integer> millions, int attackers, TortureSettings settings, Cluster cluster, Orders orders,
            Random random, Ledger ledger)
            throws InterruptedException {
        var targets = Targets.prepare(cluster, millions);
        var probe = HealthProbe.begin(cluster, orders, settings.answer(), ledger);
        return new Pressure(
                Optional.of(Attackers.begin(cluster, targets, attackers, settings.isLarge(), random, ledger)),
                Optional.of(probe));
    }

    /** Evaluates several large datasets at once, and waits for the answers. */
    void evaluate() throws InterruptedException {
        attackers.orElseThrow().evaluate();
    }

    /** Ends the load. */
    void end() throws InterruptedException {
        if (attackers.isPresent()) {
            attackers.get().end();
        }
    }

    @Override
    public void close() {
        attackers.ifPresent(Attackers::close);
        probe.ifPresent(HealthProbe::close);
    }
}
