package dev.chainrule.problem;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer JSON pointer (RFC 6901) to the part of a body, or {@code ?name} for a query parameter
 * @param detail what is wrong and how to fix it
 */
public record FieldProblem(String pointer, String detail) {
    private static final int LONGEST_POINTER = 500;
    private static final int LONGEST_DETAIL = 2000;

    /** The same in text that can be written, of a length that can be read. */
    FieldProblem writable() {
        return new FieldProblem(
                UnicodeText.mended(Excerpt.of(pointer, LONGEST_POINTER)),
                UnicodeText.mended(Excerpt.of(detail, LONGEST_DETAIL)));
    }

    String inWords() {
        return pointer.isEmpty() ? "The body " + detail : pointer + ": " + detail;
    }
}
