package dev.chainrule.model;

import dev.chainrule.network.Loss;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.List;

/**
 * A version that is ready to compute with.
 *
 * @param loss what its outputs are measured by
 */
public record TrainedModel(String name, int version, Trainable network, Preprocessing preprocessing, Loss loss) {
    /** The objects of an encoder, and its place in a list. */
    private static final int ENCODER = 160;

    /** The objects of a text, its length aside. */
    private static final int TEXT = 48;

    /** A category's place in a list, and the number that stands in for it where values are missing. */
    private static final int CATEGORY = 32;

    /** What this takes in memory: the parameters, what the definition gives, and the encoders with the names of categories. */
    public long bytes() {
        return network.footprint().atRest() + bytes(preprocessing.features()) + bytes(preprocessing.targets());
    }

    private static long bytes(List<ColumnEncoder> encoders) {
        long bytes = 0;
        for (var encoder : encoders) {
            bytes += ENCODER + text(encoder.column());
            for (var category : encoder.categories()) {
                bytes += CATEGORY + text(category);
            }
        }
        return bytes;
    }

    private static long text(String text) {
        return TEXT + (long) Character.BYTES * text.length();
    }
}
