package dev.chainrule.problem;

/** The beginning of a text from a request, to be repeated in an answer. */
public final class Excerpt {
    private Excerpt() {}

    /** The text, or its first characters and an ellipsis if it has more than {@code most}. */
    public static String of(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
