package dev.chainrule.model;

import dev.chainrule.network.Network;
import dev.chainrule.preprocessing.Preprocessing;

/** A version that is ready to compute with. */
public record TrainedModel(String name, int version, Network network, Preprocessing preprocessing) {
    /** About what a column's encoder takes in memory. */
    private static final int ENCODER_BYTES = 200;

    /** About what this takes in memory. */
    int bytes() {
        var definition = network.definition();
        long weights = (long) definition.parameterCount() * definition.precision().bytes();
        return (int) Math.min(
                Integer.MAX_VALUE, weights + (long) ENCODER_BYTES * (preprocessing.features().size() + 1));
    }
}
