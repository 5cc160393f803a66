package dev.chainrule.problem;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer JSON pointer (RFC 6901) to the part of a body, or {@code ?name} for a query parameter
 * @param detail what is wrong and how to mend it
 */
public record FieldProblem(String pointer, String detail) {
    /** The same in text that can be written. */
    FieldProblem writable() {
        return new FieldProblem(UnicodeText.mended(pointer), UnicodeText.mended(detail));
    }

    String inWords() {
        return pointer.isEmpty() ? "The body " + detail : pointer + ": " + detail;
    }
}
