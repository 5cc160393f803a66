package dev.chainrule.picture.diagram;

import java.util.List;

/**
 * A box with text.
 *
 * @param id unique in its diagram
 * @param heading the first line, in bold
 * @param lines below it
 */
public record Box(String id, BoxKind kind, String heading, List<String> lines) {
    /** What a box stands for, which decides its colour. */
    public enum BoxKind {
        INPUT, PARAMETER, OPERATION, COST,
        /** What is not drawn: text without a border. */
        REST
    }

    public Box {
        lines = List.copyOf(lines);
    }

    /** What is left out, such as "+ 772 more". */
    public static Box rest(String id, String text) {
        return new Box(id, BoxKind.REST, text, List.of());
    }
}
