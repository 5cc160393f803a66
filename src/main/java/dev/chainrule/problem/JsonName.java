package dev.chainrule.problem;

import java.util.Locale;

/** How constants are named in JSON: in lower case. */
public final class JsonName {
    private JsonName() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
