package dev.chainrule.picture.diagram;

import dev.chainrule.picture.diagram.Lanes.Segment;
import dev.chainrule.picture.diagram.Lanes.Slot;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where everything of a diagram is, in pixels from the top left. */
final class DiagramLayout {
    static final double PADDING = 8;

    /** Length of an arrow's head. */
    static final double HEAD = 9;

    private static final double MARGIN = 24;
    private static final double TITLE_HEIGHT = 40;
    private static final double HEADING_HEIGHT = 26;
    private static final double CAPTION_HEIGHT = 18;
    private static final double LEAST_BOX_WIDTH = 60;

    /** Between two boxes of a column. */
    private static final double SPACE = 16;

    /** Above and below a lane. */
    private static final double LANE_SPACE = 7;

    /** Between the ends of two arrows at a box: with labels, and without. */
    private static final double LABELLED_END = 17;

    private static final double BARE_END = 5;
    private static final double LABEL_HEIGHT = 14;

    /** Between a label and the head of its arrow. */
    private static final double LABEL_SPACE = 4;

    /** Where arrows bend between two columns: the more there are, the wider. */
    private static final double LEAST_BEND = 50;

    private static final double MOST_BEND = 150;
    private static final int ROUNDS = 12;

    private final Diagram diagram;
    private final Lanes lanes;
    private final double[] lefts;
    private final double[] widths;

    /** The space before each column for the labels of the arrows that end there. */
    private final double[] labelWidths;

    private final List<PlacedText> texts = new ArrayList<>();
    private final List<PlacedBox> boxes = new ArrayList<>();
    private final List<PlacedArrow> arrows = new ArrayList<>();
    private double width;
    private double height;

    /** A line of text. */
    record PlacedText(String text, TextStyle style, Rectangle2D bounds) {
        enum TextStyle {
            TITLE, COLUMN, CAPTION
        }
    }

    record PlacedBox(Box box, Rectangle2D bounds) {}

    /**
     * @param line to where its head begins
     * @param end the tip of its head, which points to the right
     * @param isCrowded whether other arrows end so close that it must be thin
     * @param label where the label is, with some space around it; empty for none
     */
    record PlacedArrow(Arrow arrow, Path2D line, Point2D end, boolean isCrowded, Optional<Rectangle2D> label) {}

    private DiagramLayout(Diagram diagram) {
        this.diagram = diagram;
        this.lanes = Lanes.of(diagram);
        this.lefts = new double[diagram.columns().size()];
        this.widths = new double[lefts.length];
        this.labelWidths = IntStream.range(0, lefts.length).mapToDouble(this::labelWidth).toArray();
    }

    static DiagramLayout of(Diagram diagram) {
        var layout = new DiagramLayout(diagram);
        layout.place();
        return layout;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    List<PlacedText> texts() {
        return texts;
    }

    List<PlacedBox> boxes() {
        return boxes;
    }

    List<PlacedArrow> arrows() {
        return arrows;
    }

    private void place() {
        slots().forEach(slot -> slot.height = height(slot));
        stack();
        double textWidth = Stream.concat(
                Stream.of(Lettering.width(diagram.title(), Lettering.TITLE)),
                diagram.captions().stream().map(caption -> Lettering.width(caption, Lettering.TEXT)))
                .mapToDouble(Double::doubleValue).max().orElseThrow();
        double columnsWidth = placeColumns();
        width = Math.max(columnsWidth, textWidth) + 2 * MARGIN;
        for (int c = 0; c < lefts.length; c++) {
            lefts[c] += (width - columnsWidth) / 2;
        }
        boolean headed = diagram.columns().stream().anyMatch(column -> !column.heading().isEmpty());
        double top = TITLE_HEIGHT + (headed ? HEADING_HEIGHT : MARGIN / 2);
        double bottom = moveBelow(top);
        height = bottom + MARGIN / 2 + CAPTION_HEIGHT * diagram.captions().size() + MARGIN / 2;
        placeTexts(top, bottom + MARGIN / 2);
        placeBoxes();
        placeArrows();
    }

    private double height(Slot slot) {
        if (slot.isLane()) {
            return 0;
        }
        double ends = lanes.into(slot).stream().mapToDouble(DiagramLayout::endHeight).sum();
        double lines = Lettering.LINE * (1 + slot.box().orElseThrow().lines().size());
        return PADDING + Math.max(lines, ends) + PADDING / 2;
    }

    private static double endHeight(Segment segment) {
        return segment.arrow().isLabelled() ? LABELLED_END : BARE_END;
    }

    /** Slots move towards what they are connected to, one column after the other. */
    private void stack() {
        lanes.columns().forEach(column -> stack(column, new double[column.size()]));
        for (int round = 0; round < ROUNDS; round++) {
            boolean rightwards = round % 2 == 0;
            for (int i = 0; i < lefts.length; i++) {
                var column = lanes.columns().get(rightwards ? i : lefts.length - 1 - i);
                stack(column, column.stream().mapToDouble(this::wanted).toArray());
            }
        }
    }

    private void stack(List<Slot> column, double[] wanted) {
        var distances = new double[column.size()];
        for (int i = 1; i < distances.length; i++) {
            var above = column.get(i - 1);
            var below = column.get(i);
            double space = above.isLane() && below.isLane() ? 2 * LANE_SPACE
                    : above.isLane() || below.isLane() ? LANE_SPACE + SPACE / 2 : SPACE;
            distances[i] = (above.height + below.height) / 2 + space;
        }
        var places = Stacking.places(wanted, distances);
        for (int i = 0; i < places.length; i++) {
            column.get(i).middle = places[i];
        }
    }

    private double wanted(Slot slot) {
        return lanes.segments().stream()
                .filter(segment -> segment.from().equals(slot) || segment.to().equals(slot))
                .mapToDouble(segment -> segment.from().equals(slot)
                        ? endY(segment)
                        : segment.from().middle - (endY(segment) - slot.middle))
                .average()
                .orElse(slot.middle);
    }

    /** Where a segment meets the slot that it goes to. */
    private double endY(Segment segment) {
        var slot = segment.to();
        double middle = slot.middle;
        if (slot.isLane()) {
            return middle;
        }
        var into = lanes.into(slot);
        double y = middle - into.stream().mapToDouble(DiagramLayout::endHeight).sum() / 2;
        for (var other : into) {
            if (other.equals(segment)) {
                break;
            }
            y += endHeight(other);
        }
        return y + endHeight(segment) / 2;
    }

    /** @return the width of all columns and the gaps between them */
    private double placeColumns() {
        double x = 0;
        for (int c = 0; c < lefts.length; c++) {
            x += c == 0 ? 0 : bend(c) + labelWidths[c] + HEAD;
            lefts[c] = x;
            widths[c] = columnWidth(diagram.columns().get(c));
            x += widths[c];
        }
        return x;
    }

    private static double columnWidth(DiagramColumn column) {
        double text = column.boxes().stream()
                .flatMapToDouble(box -> Stream.concat(
                        Stream.of(Lettering.width(box.heading(), Lettering.HEADING)),
                        box.lines().stream().map(line -> Lettering.width(line, Lettering.TEXT)))
                        .mapToDouble(Double::doubleValue))
                .max()
                .orElse(0) + 2 * PADDING;
        return Math.max(LEAST_BOX_WIDTH, Math.max(text, Lettering.width(column.heading(), Lettering.HEADING)));
    }

    private Stream<Segment> before(int column) {
        return lanes.segments().stream().filter(segment -> segment.to().column() == column);
    }

    private double bend(int column) {
        return Math.min(MOST_BEND, LEAST_BEND + before(column).count());
    }

    private double labelWidth(int column) {
        return before(column)
                .filter(segment -> segment.isLast() && segment.arrow().isLabelled())
                .mapToDouble(
                        segment -> Lettering.width(segment.arrow().label(), Lettering.TEXT) + PADDING / 2
                                + 2 * LABEL_SPACE)
                .max()
                .orElse(0);
    }

    /** @return the lowest end of all slots */
    private double moveBelow(double top) {
        double highest = slots().mapToDouble(DiagramLayout::top).min().orElse(0);
        slots().forEach(slot -> slot.middle = slot.middle - highest + top);
        return slots().mapToDouble(slot -> top(slot) + slot.height).max().orElse(top);
    }

    private Stream<Slot> slots() {
        return lanes.columns().stream().flatMap(List::stream);
    }

    private static double top(Slot slot) {
        return slot.middle - slot.height / 2;
    }

    private void placeTexts(double top, double captions) {
        texts.add(centred(diagram.title(), PlacedText.TextStyle.TITLE, width / 2, TITLE_HEIGHT / 2));
        for (int c = 0; c < lefts.length; c++) {
            var heading = diagram.columns().get(c).heading();
            if (!heading.isEmpty()) {
                texts.add(centred(heading, PlacedText.TextStyle.COLUMN, lefts[c] + widths[c] / 2,
                        top - HEADING_HEIGHT / 2));
            }
        }
        for (int i = 0; i < diagram.captions().size(); i++) {
            texts.add(centred(
                    diagram.captions().get(i), PlacedText.TextStyle.CAPTION, width / 2,
                    captions + CAPTION_HEIGHT * (i + 0.5)));
        }
    }

    private static PlacedText centred(String text, PlacedText.TextStyle style, double x, double y) {
        double wide = Lettering.width(text, DiagramPainter.font(style));
        return new PlacedText(
                text, style, new Rectangle2D.Double(x - wide / 2, y - Lettering.LINE / 2, wide, Lettering.LINE));
    }

    private void placeBoxes() {
        lanes.columns().forEach(column -> column.stream().filter(slot -> !slot.isLane()).forEach(
                slot -> boxes.add(new PlacedBox(slot.box().orElseThrow(), new Rectangle2D.Double(
                        lefts[slot.column()], top(slot), widths[slot.column()], slot.height)))));
    }

    private void placeArrows() {
        var byArrow = new LinkedHashMap<Arrow, List<Segment>>();
        lanes.segments()
                .forEach(segment -> byArrow.computeIfAbsent(segment.arrow(), _ -> new ArrayList<>()).add(segment));
        byArrow.forEach((arrow, segments) -> arrows.add(placed(arrow, segments)));
    }

    private PlacedArrow placed(Arrow arrow, List<Segment> segments) {
        var line = new Path2D.Double();
        var first = segments.getFirst().from();
        line.moveTo(lefts[first.column()] + widths[first.column()], first.middle);
        for (var segment : segments) {
            int next = segment.to().column();
            double y = endY(segment);
            double bendEnd = lefts[next] - HEAD - labelWidths[next];
            double start = line.getCurrentPoint().getX();
            double middle = (start + bendEnd) / 2;
            line.curveTo(middle, line.getCurrentPoint().getY(), middle, y, bendEnd, y);
            line.lineTo(segment.isLast() ? lefts[next] - HEAD : lefts[next] + widths[next], y);
        }
        var end = new Point2D.Double(line.getCurrentPoint().getX() + HEAD, line.getCurrentPoint().getY());
        boolean crowded = !arrow.isLabelled() && lanes.into(segments.getLast().to()).size() > 1;
        return new PlacedArrow(
                arrow, line, end, crowded, arrow.isLabelled() ? Optional.of(label(arrow, end)) : Optional.empty());
    }

    private static Rectangle2D label(Arrow arrow, Point2D end) {
        double wide = Lettering.width(arrow.label(), Lettering.TEXT) + PADDING / 2;
        return new Rectangle2D.Double(
                end.getX() - HEAD - LABEL_SPACE - wide, end.getY() - LABEL_HEIGHT / 2, wide, LABEL_HEIGHT);
    }
}
