package dev.chainrule.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the service, every job ends as in a run that nothing disturbs, and no answer on the way is false. Small in
 * every build; with 100 kills of each kind, and everything else in proportion:
 *
 * <pre>mvn -q test -Dtest='Torture*' -Dtorture.kills=100 -Dtorture.seed=42</pre>
 *
 * <p>The logs of all replicas are in {@code target/torture}.
 */
class TortureTest {
    private static final TortureSettings SETTINGS = TortureSettings.ofSystemProperties();
    private static final List<Specimen> SPECIMENS = JobMix.specimens();
    private static final Path LOGS = Path.of("target", "torture");

    /** For the jobs that are left once nothing happens any more. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static ServiceProgram program;
    private static Reference reference;

    @BeforeAll
    static void trainUndisturbed(@TempDir Path folder) throws IOException, InterruptedException {
        program = SETTINGS.isLarge() ? ServiceProgram.withCache(folder) : ServiceProgram.ofClasses();
        reference = Reference.train(program, SPECIMENS, folder, logs("reference"));
    }

    static List<Scenario> scenarios() {
        return Scenario.of(SETTINGS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyJobEndsAsIfNothingHadHappened(Scenario scenario, @TempDir Path folder)
            throws IOException, InterruptedException {
        var random = new Random(SETTINGS.seed());
        var ledger = new Ledger(scenario.name(), SETTINGS.seed());
        try (var cluster = Cluster.start(
                program, scenario.database(folder), scenario.replicas(), logs(scenario.name()), ledger)) {
            var comparison = new Comparison(cluster, reference, ledger);
            try (var orders = Orders.begin(cluster, SPECIMENS, new Random(random.nextLong()), ledger);
                    var poller = Poller.begin(cluster, orders, comparison, new Random(random.nextLong()), ledger)) {
                var torment = new Torment(cluster, orders, SETTINGS.pause(), random, ledger);
                for (var event : scenario.events()) {
                    torment.inflict(event);
                }
                cluster.awaitCalm();
                orders.finish();
                orders.awaitEveryEnd(PATIENCE);
                poller.checkEverything();
            }
        } finally {
            System.out.print(ledger.table());
        }
        ledger.verify();
        assertThat(ledger.number(Count.RESUMPTIONS)).as("jobs were hit").isPositive();
    }

    private static Path logs(String name) {
        return LOGS.resolve(name.replaceAll("\\W+", "-"));
    }
}
