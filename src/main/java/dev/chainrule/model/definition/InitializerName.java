package dev.chainrule.model.definition;

import dev.chainrule.network.Initializer;
import dev.chainrule.network.Initializer.Distribution;
import dev.chainrule.network.Initializer.Scale;

/** The names of the initialisers in JSON, in lower case there. */
enum InitializerName {
    ZEROS,
    NORMAL,
    UNIFORM,
    GLOROT_UNIFORM,
    GLOROT_NORMAL,
    HE_UNIFORM,
    HE_NORMAL,
    LECUN_UNIFORM,
    LECUN_NORMAL;

    /**
     * @param standardDeviation of {@link #NORMAL}
     * @param limit of {@link #UNIFORM}
     */
    Initializer initializer(double standardDeviation, double limit) {
        return switch (this) {
            case ZEROS -> new Initializer.Zeros();
            case NORMAL -> new Initializer.Normal(standardDeviation);
            case UNIFORM -> new Initializer.Uniform(limit);
            case GLOROT_UNIFORM -> new Initializer.Scaled(Scale.GLOROT, Distribution.UNIFORM);
            case GLOROT_NORMAL -> new Initializer.Scaled(Scale.GLOROT, Distribution.NORMAL);
            case HE_UNIFORM -> new Initializer.Scaled(Scale.HE, Distribution.UNIFORM);
            case HE_NORMAL -> new Initializer.Scaled(Scale.HE, Distribution.NORMAL);
            case LECUN_UNIFORM -> new Initializer.Scaled(Scale.LECUN, Distribution.UNIFORM);
            case LECUN_NORMAL -> new Initializer.Scaled(Scale.LECUN, Distribution.NORMAL);
        };
    }
}
