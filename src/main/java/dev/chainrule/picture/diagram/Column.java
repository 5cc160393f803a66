package dev.chainrule.picture.diagram;

import java.util.List;

/**
 * Boxes below each other.
 *
 * @param heading above them; empty for none
 */
public record Column(String heading, List<Box> boxes) {
    public Column {
        boxes = List.copyOf(boxes);
    }
}
