package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.Figures;
import java.util.List;

/**
 * One training, by the service or by the engine.
 *
 * @param epochSeconds of every epoch but the untrained one
 * @param wholeSeconds from the start of the job to its end
 */
record JobRun(List<Double> epochSeconds, double wholeSeconds, String weightsSha256) {
    private static final int LEAST_EPOCHS = 2;

    /** @throws IllegalArgumentException if there are too few epochs to leave the first one out */
    static void requireEpochs(int epochs) {
        if (epochs < LEAST_EPOCHS) {
            throw new IllegalArgumentException("expected at least " + LEAST_EPOCHS + " epochs, actual " + epochs);
        }
    }

    /** The median of the epochs after the first, in which the virtual machine compiles and caches are cold. */
    double steadySeconds() {
        return Figures.median(epochSeconds.subList(1, epochSeconds.size()));
    }
}
