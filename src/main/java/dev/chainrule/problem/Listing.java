package dev.chainrule.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Names in the text of a fault: the first ones, and how many there are. */
public final class Listing {
    private static final int MOST = 20;

    private Listing() {}

    /** As {@link #of(List, int)}, with the first 20. */
    public static String of(List<String> names) {
        return of(names, MOST);
    }

    /** {@code "a, b, c and 782 more"}. */
    public static String of(List<String> names, int most) {
        return names.stream().limit(most).collect(Collectors.joining(", "))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }
}
