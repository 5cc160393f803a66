package dev.chainrule.benchmark.training;

import org.jspecify.annotations.Nullable;

/** One repeat of a workload: a new model, its warm-up, then the timed epochs. */
final class Repeat {
    private Repeat() {}

    /**
     * @param warmSeconds most that the warm-up may take
     * @param timedSeconds most that the timed stretch may take; cut within an epoch then, after a batch
     */
    record Question(Workload workload, double warmSeconds, double timedSeconds) {}

    /**
     * @param version of the library
     * @param rows trained in the timed stretch
     * @param seconds that it took
     * @param cpuSeconds of all threads of the process in that stretch
     * @param finalLoss mean over the first rows, at the end
     * @param weightsSha256 of our engine, if every epoch was trained to its end; else null
     */
    record Answer(
            String version, long rows, double seconds, double cpuSeconds, double finalLoss,
            @Nullable String weightsSha256) {
        double samplesPerSecond() {
            return rows / seconds;
        }
    }
}
