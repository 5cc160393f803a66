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
    /** The median of the epochs after the first, in which the virtual machine compiles and caches are cold. */
    double steadySeconds() {
        return Figures.median(epochSeconds.subList(1, epochSeconds.size()));
    }
}
