package dev.chainrule.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures the predictions that are asked for through one API. Those that are refused are not counted. */
public final class PredictionMeter {
    private final Timer predictions;
    private final Counter rows;

    /** @param api the name of the API */
    public PredictionMeter(String api, MeterRegistry meters) {
        predictions = Timer.builder("chainrule.prediction")
                .description("Time of predictions, from the body to the outputs, by the API that was called")
                .tag("api", api)
                .serviceLevelObjectives(
                        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100),
                        Duration.ofMillis(500), Duration.ofMillis(2500))
                .register(meters);
        rows = Counter.builder("chainrule.prediction.rows")
                .description("Rows that were predicted, by the API that was called")
                .tag("api", api)
                .register(meters);
    }

    public void record(long predictedRows, long nanoseconds) {
        predictions.record(nanoseconds, TimeUnit.NANOSECONDS);
        rows.increment((double) predictedRows);
    }
}
