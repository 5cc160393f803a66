package dev.chainrule.job;

import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.Figure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import org.springframework.stereotype.Component;

/**
 * Counts what this replica trains. Epochs are counted with the batch in which they are written, so that measuring takes no time of an epoch,
 * which may take less than a microsecond.
 */
@Component
class TrainingMeters {
    private final Counter epochs;
    private final Counter samples;
    private final Counter flops;
    private final Counter claimsLost;
    private final DoubleAdder seconds = new DoubleAdder();

    TrainingMeters(MeterRegistry meters) {
        epochs = counter("training.epochs",
                "Epochs that were trained; those that are trained again after a loss count again", meters);
        samples = counter("training.samples", "Rows that were trained, each once in every epoch", meters);
        flops = counter("training.flops",
                "Floating-point operations of training, as POST /models/validate estimates them", meters);
        claimsLost = counter("claims.lost", "Runs that were abandoned because another worker holds their job", meters);
        FunctionTimer
                .builder("chainrule.training.epoch", this, it -> (long) it.epochs.count(), it -> it.seconds.sum(),
                        TimeUnit.SECONDS)
                .description("Time of epochs, with the validation after each")
                .register(meters);
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder("chainrule." + name).description(description).register(meters);
    }

    /**
     * Epochs were trained; the untrained network, epoch 0, is none.
     *
     * @param rows of an epoch
     * @param flopsPerEpoch floating-point operations
     */
    void trained(EpochBatch batch, int rows, long flopsPerEpoch) {
        long count = 0;
        double taken = 0;
        for (Epoch epoch : batch.epochs()) {
            if (epoch.number() > 0) {
                count++;
                taken += epoch.figure(Figure.SECONDS);
            }
        }
        epochs.increment((double) count);
        samples.increment((double) count * rows);
        flops.increment((double) count * flopsPerEpoch);
        seconds.add(taken);
    }

    void claimLost() {
        claimsLost.increment();
    }
}
