package dev.chainrule.picture.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.picture.diagram.DiagramLayout.PlacedArrow;
import dev.chainrule.picture.diagram.DiagramLayout.PlacedBox;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether everything in a diagram can be read, by its layout. */
public final class Readability {
    private static final double FLATNESS = 0.5;
    private static final double TOUCHING = 0.5;

    private Readability() {}

    /**
     * No text meets another text, a box or the edge of the picture; each box holds its text; no arrow passes a box that it does not
     * connect, nor the label of another arrow.
     */
    public static void check(Diagram diagram) {
        var layout = DiagramLayout.of(diagram);
        var areas = areas(layout);
        var names = new ArrayList<>(areas.keySet());
        for (int i = 0; i < names.size(); i++) {
            var area = areas.get(names.get(i));
            assertThat(area.getMinX()).as(names.get(i)).isNotNegative();
            assertThat(area.getMinY()).as(names.get(i)).isNotNegative();
            assertThat(area.getMaxX()).as(names.get(i)).isLessThanOrEqualTo(layout.width());
            assertThat(area.getMaxY()).as(names.get(i)).isLessThanOrEqualTo(layout.height());
            for (var other : names.subList(i + 1, names.size())) {
                assertThat(area.intersects(areas.get(other))).as(names.get(i) + " meets " + other).isFalse();
            }
        }
        layout.boxes().forEach(Readability::checkText);
        layout.arrows().forEach(arrow -> checkWay(arrow, layout));
    }

    private static Map<String, Rectangle2D> areas(DiagramLayout layout) {
        var areas = new LinkedHashMap<String, Rectangle2D>();
        layout.texts().forEach(text -> areas.put("text " + text.text(), text.bounds()));
        layout.boxes().forEach(box -> areas.put("box " + box.box().id(), box.bounds()));
        layout.arrows().forEach(arrow -> arrow.label().ifPresent(
                label -> areas.put("label of " + name(arrow), label)));
        return areas;
    }

    private static String name(PlacedArrow arrow) {
        return arrow.arrow().from() + " → " + arrow.arrow().to();
    }

    private static void checkText(PlacedBox placed) {
        var box = placed.box();
        double room = placed.bounds().getWidth() - DiagramLayout.PADDING;
        assertThat(Lettering.width(box.heading(), Lettering.HEADING)).as(box.heading()).isLessThan(room);
        box.lines().forEach(line -> assertThat(Lettering.width(line, Lettering.TEXT)).as(line).isLessThan(room));
        assertThat(Lettering.LINE * (1 + box.lines().size())).as(box.heading()).isLessThan(placed.bounds().getHeight());
    }

    private static void checkWay(PlacedArrow arrow, DiagramLayout layout) {
        for (var line : lines(arrow)) {
            for (var box : layout.boxes()) {
                assertThat(line.intersects(inner(box.bounds())))
                        .as(name(arrow) + " passes the box " + box.box().id()).isFalse();
            }
            for (var other : layout.arrows()) {
                other.label().filter(_ -> !other.equals(arrow)).ifPresent(
                        label -> assertThat(line.intersects(inner(label)))
                                .as(name(arrow) + " passes the label of " + name(other)).isFalse());
            }
        }
    }

    /** An arrow starts at the edge of a box. */
    private static Rectangle2D inner(Rectangle2D bounds) {
        return new Rectangle2D.Double(bounds.getX() + TOUCHING, bounds.getY() + TOUCHING,
                bounds.getWidth() - 2 * TOUCHING, bounds.getHeight() - 2 * TOUCHING);
    }

    private static List<Line2D> lines(PlacedArrow arrow) {
        var lines = new ArrayList<Line2D>();
        var point = new double[6];
        double x = 0;
        double y = 0;
        for (var path = arrow.line().getPathIterator(null, FLATNESS); !path.isDone(); path.next()) {
            if (path.currentSegment(point) == PathIterator.SEG_LINETO) {
                lines.add(new Line2D.Double(x, y, point[0], point[1]));
            }
            x = point[0];
            y = point[1];
        }
        return lines;
    }
}
