package dev.chainrule.dataset;

/** Blanks: spaces, tabs, control characters, and the no-break spaces of web pages and spreadsheets. */
public final class Blanks {
    private Blanks() {}

    public static boolean isBlank(char c) {
        return c <= ' ' || (c > '~' && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
    }

    /** The text without the blanks at its ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
