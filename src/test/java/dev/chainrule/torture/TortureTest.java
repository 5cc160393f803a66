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
 * Under every fault, every job ends as in an undisturbed run, and no answer is false. Small in
 * every build; with 100 kills of each kind, and everything else in proportion:
 *
 * <pre>mvn -q test -Dtest='Torture*' -Dtorture.kills=100 -Dtorture.seed=42</pre>
 *
 * <p>The scenarios {@code pressure} add attackers, who send at random what takes much memory, time or threads: see {@link Attack}. Health
 * must be answered within two seconds meanwhile ({@code torture.answerSeconds}; 20 in a build, whose machine may have other work to do),
 * every attack must be answered with success or a proper refusal, and no process may end
 * by itself. Two more scenarios run in large runs and where they are named: {@code memory errors} fills the heap at 50 random moments
 * ({@code torture.memoryErrors}), and {@code evaluations} evaluates 2 and 4 million rows, four times at once, in 200 rounds
 * ({@code torture.rounds}) with a kill after every ten:
 *
 * <pre>mvn -q test -Dtest='Torture*' -Dtorture.scenarios='pressure|memory errors|evaluations'</pre>
 *
 * <p>The logs of all replicas are in {@code target/torture}.
 */
class TortureTest {
    private static final TortureSettings SETTINGS = TortureSettings.ofSystemProperties();
    private static final List<JobSpecimen> SPECIMENS = JobMix.specimens();
    private static final int FEW = 6;
    private static final Path LOGS = Path.of("target", "torture");

    /** For the last jobs, after the last fault. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static ServiceProgram program;
    private static Reference reference;

    @BeforeAll
    static void trainUndisturbed(@TempDir Path folder) throws IOException, InterruptedException {
        program = SETTINGS.isLarge() ? ServiceProgram.withCache(folder) : ServiceProgram.ofClasses(folder);
        var progress = new Progress("without disturbance");
        reference = Reference.train(program, SPECIMENS, folder, logs("reference"));
        progress.step(SPECIMENS.size() + " jobs trained");
    }

    static List<Scenario> scenarios() {
        return Scenario.of(SETTINGS);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyJobEndsWithTheBitsOfAnUndisturbedRun(Scenario scenario, @TempDir Path folder)
            throws IOException, InterruptedException {
        var random = new Random(SETTINGS.seed());
        var ledger = new Ledger(scenario.name(), SETTINGS.seed());
        var progress = new Progress(scenario.name());
        try (var cluster = Cluster.start(
                program, scenario.database(folder), scenario.replicas(), scenario.load().isPressure(),
                logs(scenario.name()), ledger)) {
            var comparison = new Comparison(cluster, reference, ledger);
            try (var orders = Orders.begin(cluster, specimens(scenario), new Random(random.nextLong()), ledger);
                    var poller = Poller.begin(cluster, orders, comparison, new Random(random.nextLong()), ledger);
                    var pressure = Pressure.begin(
                            scenario.load(), SETTINGS, cluster, orders, new Random(random.nextLong()),
                            ledger)) {
                var faults = new FaultInjector(cluster, orders, pressure, SETTINGS.pause(), random, ledger);
                for (int i = 0; i < scenario.events().size(); i++) {
                    faults.inject(scenario.events().get(i));
                    progress.step("event %d of %d".formatted(i + 1, scenario.events().size()));
                }
                cluster.awaitServing();
                ledger.verify();
                pressure.end();
                orders.finish();
                orders.awaitEveryEnd(PATIENCE);
                progress.step("all jobs ended");
                poller.checkEverything();
            }
        } finally {
            System.out.print(ledger.table());
        }
        ledger.verify();
        // Beside attacks a job may wait for its turn whenever a kill comes.
        if (!scenario.load().isPressure()) {
            assertThat(ledger.number(Count.RESUMPTIONS)).as("jobs were hit").isPositive();
        }
    }

    /** All of them, unless a service under pressure would take too long for a build. */
    private static List<JobSpecimen> specimens(Scenario scenario) {
        return scenario.load().isPressure() && !SETTINGS.isLarge() ? SPECIMENS.subList(0, FEW) : SPECIMENS;
    }

    private static Path logs(String name) {
        return LOGS.resolve(name.replaceAll("\\W+", "-"));
    }
}
