package dev.chainrule.problem;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer JSON pointer (RFC 6901) to the part of a body, or {@code ?name} for a query parameter
 * @param detail what is wrong and how to fix it
 */
public record FieldProblem(String pointer, String detail) {
    private static final int LONGEST_POINTER = 1000;
    private static final int LONGEST_DETAIL = 2000;

    /** Both may repeat a part of the request, which may be long and need not be valid Unicode. */
    public FieldProblem {
        pointer = UnicodeText.wellFormed(Excerpt.of(pointer, LONGEST_POINTER));
        detail = UnicodeText.wellFormed(Excerpt.of(detail, LONGEST_DETAIL));
    }

    String inWords() {
        return pointer.isEmpty() ? "The body " + detail : pointer + ": " + detail;
    }
}
