package dev.chainrule.picture.diagram;

import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import java.util.List;

/**
 * What a diagram shows.
 *
 * @param title above it, and for people who cannot see it
 * @param columns from the left to the right
 * @param arrows each from a column to one further right
 * @param captions lines of text at the bottom
 */
public record Diagram(String title, List<DiagramColumn> columns, List<Arrow> arrows, List<String> captions) {
    public Diagram {
        columns = List.copyOf(columns);
        arrows = List.copyOf(arrows);
        captions = List.copyOf(captions);
    }

    /**
     * A diagram whose columns follow from the arrows: a box stands right of all boxes that have an arrow to it.
     *
     * @param boxes each after all that have an arrow to it
     */
    public static Diagram layered(String title, List<Box> boxes, List<Arrow> arrows, List<String> captions) {
        return new Diagram(title, Layering.columns(boxes, arrows), arrows, captions);
    }

    /** The diagram as a picture of the size that it takes. */
    public Picture picture() {
        var layout = DiagramLayout.of(this);
        return new Picture(
                new DiagramPainter(layout), title,
                new PictureSize((int) Math.ceil(layout.width()), (int) Math.ceil(layout.height())));
    }
}
