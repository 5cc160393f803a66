package dev.chainrule.model;

import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.List;

/** What a version's preprocessing takes in memory: its encoders with the names of their categories, and what reads raw values with them. */
final class PreprocessingMemory {
    /** The objects of an encoder, its place in a list, its column as it is read, and the place of that by name. */
    private static final int ENCODER = 320;

    /** The objects of a text, its length aside. */
    private static final int TEXT = 48;

    /** A category's place in a list, its code by name, and the number that stands in for it where values are missing. */
    private static final int CATEGORY = 112;

    private PreprocessingMemory() {}

    static long bytes(Preprocessing preprocessing) {
        return bytes(preprocessing.features()) + bytes(preprocessing.targets());
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
