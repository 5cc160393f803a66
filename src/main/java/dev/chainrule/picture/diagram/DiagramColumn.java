package dev.chainrule.picture.diagram;

import java.util.List;

/**
 * Boxes below each other.
 *
 * @param heading above them; empty for none
 */
public record DiagramColumn(String heading, List<Box> boxes) {
    public DiagramColumn {
        boxes = List.copyOf(boxes);
    }
}
