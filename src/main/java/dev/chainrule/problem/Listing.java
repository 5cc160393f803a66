package dev.chainrule.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Names in the text of a fault: the first ones, and how many there are. */
public final class Listing {
    private Listing() {}

    /** {@code "a, b, c and 782 more"}. */
    public static String of(List<String> names, int most) {
        return names.stream().limit(most).collect(Collectors.joining(", "))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }
}
