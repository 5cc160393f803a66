package dev.chainrule.problem;

/** Text that UTF-8 has bytes for: every surrogate in it is one of a pair. JSON can say other text, as in {@code "\\ud800"}. */
public final class UnicodeText {
    private static final int REPLACEMENT = 0xFFFD;

    private UnicodeText() {}

    public static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(UnicodeText::isLone);
    }

    /** The text with a replacement character for each surrogate that is alone: it can be written, and looks much the same. */
    static String wellFormed(String text) {
        return isWellFormed(text)
                ? text
                : text.codePoints()
                        .map(character -> isLone(character) ? REPLACEMENT : character)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** @param codePoint of a text; those of pairs are none of surrogates */
    private static boolean isLone(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
