package dev.chainrule.model;

import dev.chainrule.network.Loss;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;

/**
 * A version that is ready to compute with.
 *
 * @param loss what its outputs are measured by
 */
public record TrainedModel(String name, int version, Trainable network, Preprocessing preprocessing, Loss loss) {
    /** About what a column's encoder takes in memory. */
    private static final int ENCODER_BYTES = 200;

    /** About what this takes in memory. */
    int bytes() {
        long weights = (long) network.flat().size() * network.precision().bytes();
        return (int) Math.min(
                Integer.MAX_VALUE, weights + (long) ENCODER_BYTES * (preprocessing.features().size() + 1));
    }
}
