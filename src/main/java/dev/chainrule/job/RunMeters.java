package dev.chainrule.job;

import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.RunningJobs.RunningJob;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.Figure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of the runs of this replica. Those that name a job exist while it trains here, so that there are at most as many series as training
 * threads.
 */
final class RunMeters {
    private static final double NANOSECONDS = 1e9;

    private final Map<Claim, RunningJob> runs;
    private final LongSupplier nanoTime;
    private final MultiGauge cost;
    private final MultiGauge validationCost;
    private final MultiGauge epoch;

    /** When the heartbeats of all runs were last sent, or when there were none to send. */
    private volatile long lastHeartbeats;

    /** @param runs the live map of all runs */
    RunMeters(Map<Claim, RunningJob> runs, LongSupplier nanoTime, MeterRegistry meters) {
        this.runs = runs;
        this.nanoTime = nanoTime;
        this.lastHeartbeats = nanoTime.getAsLong();
        cost = ofJobs("cost", "Cost of the newest epoch of a job that trains here", meters);
        validationCost = ofJobs("validation.cost",
                "Cost of the validation rows in the newest epoch of a job that trains here; NaN without validation",
                meters);
        epoch = ofJobs("epoch", "Newest epoch of a job that trains here", meters);
        Gauge.builder("chainrule.training.threads.busy", runs, Map::size)
                .description("Training threads that have a job")
                .register(meters);
        Gauge.builder("chainrule.journal.pending", this, RunMeters::unwritten)
                .description("Epochs of jobs that train here that are not stored yet")
                .register(meters);
        Gauge.builder("chainrule.heartbeat.age", this, RunMeters::heartbeatAge)
                .description(
                        "Time since the jobs that train here last told the database that they live; 0 if there are none")
                .baseUnit("seconds")
                .register(meters);
    }

    private static MultiGauge ofJobs(String name, String description, MeterRegistry meters) {
        return MultiGauge.builder("chainrule.job." + name).description(description).register(meters);
    }

    /** A run has begun or ended: the gauges are of those that train now. */
    synchronized void show() {
        show(cost, latest -> latest.figure(Figure.COST));
        show(validationCost, latest -> latest.figure(Figure.VALIDATION_COST));
        show(epoch, Epoch::number);
    }

    private void show(MultiGauge gauge, ToDoubleFunction<Epoch> value) {
        gauge.register(
                runs.entrySet().stream()
                        .flatMap(run -> run.getValue().writeBehind().stream().map(found -> row(
                                Tags.of("job", run.getKey().job().toString(), "model", run.getValue().model()),
                                found::latest, value)))
                        .toList(),
                true);
    }

    private static MultiGauge.Row<?> row(Tags tags, Supplier<Optional<Epoch>> latest, ToDoubleFunction<Epoch> value) {
        return MultiGauge.Row.of(tags, () -> latest.get().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private long unwritten() {
        return runs.values().stream()
                .flatMap(run -> run.writeBehind().stream())
                .mapToLong(EpochWriteBehind::unwritten)
                .sum();
    }

    /** The heartbeats of all runs were sent, or there were none to send. */
    void heartbeatsSent() {
        lastHeartbeats = nanoTime.getAsLong();
    }

    private double heartbeatAge() {
        return runs.isEmpty() ? 0 : (nanoTime.getAsLong() - lastHeartbeats) / NANOSECONDS;
    }
}
