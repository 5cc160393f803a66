package dev.chainrule.problem;

import java.util.stream.Collectors;

/** Text that UTF-8 can encode: every surrogate in it is one of a pair. JSON can contain other text, as in {@code "\\ud800"}. */
public final class UnicodeText {
    private static final int REPLACEMENT = 0xFFFD;

    private UnicodeText() {}

    public static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(UnicodeText::isLone);
    }

    /** The text with a replacement character for each lone surrogate, so that it can be encoded. */
    static String wellFormed(String text) {
        return isWellFormed(text)
                ? text
                : text.codePoints()
                        .map(character -> isLone(character) ? REPLACEMENT : character)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** The text on one line of a log: with an escape for each character that would end the line, change its direction or be invisible. */
    public static String escaped(String text) {
        return text.codePoints()
                .mapToObj(character -> switch (Character.getType(character)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE ->
                        "\\u%04x".formatted(character);
                    default -> Character.toString(character);
                })
                .collect(Collectors.joining());
    }

    /** @param codePoint of a text; a pair of surrogates is one code point */
    private static boolean isLone(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
