package dev.chainrule.picture.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The slots of all columns, and the segments of arrows between neighbouring columns. A slot holds a box, or is the lane of an arrow that
 * passes the column.
 *
 * <p>Slots are ordered by the barycentre heuristic (Sugiyama, Tagawa and Toda, Methods for Visual Understanding of Hierarchical System
 * Structures, 1981): each column in turn by the mean position of what its slots are connected to, as long as there are fewer crossings.
 */
final class Lanes {
    private static final int SWEEPS = 8;

    private final List<List<Slot>> columns = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();

    /** A place in a column. Each is equal to itself only. */
    static final class Slot {
        private final int column;
        private final Optional<Box> box;

        /** In pixels; set by the layout. */
        double height;

        /** Pixels from the top; set by the layout. */
        double middle;

        private Slot(int column, Optional<Box> box) {
            this.column = column;
            this.box = box;
        }

        int column() {
            return column;
        }

        /** Empty: the lane of an arrow. */
        Optional<Box> box() {
            return box;
        }

        boolean isLane() {
            return box.isEmpty();
        }
    }

    /** A segment of an arrow, from a slot of one column to a slot of the next. Each is equal to itself only. */
    static final class Segment {
        private final Arrow arrow;
        private final Slot from;
        private final Slot to;

        private Segment(Arrow arrow, Slot from, Slot to) {
            this.arrow = arrow;
            this.from = from;
            this.to = to;
        }

        Arrow arrow() {
            return arrow;
        }

        Slot from() {
            return from;
        }

        Slot to() {
            return to;
        }

        /** Whether the arrow's end, with its label, is here. */
        boolean isLast() {
            return !to.isLane();
        }
    }

    private Lanes(Diagram diagram) {
        var slots = new HashMap<String, Slot>();
        for (int c = 0; c < diagram.columns().size(); c++) {
            var column = new ArrayList<Slot>();
            for (var box : diagram.columns().get(c).boxes()) {
                var slot = new Slot(c, Optional.of(box));
                slots.put(box.id(), slot);
                column.add(slot);
            }
            columns.add(column);
        }
        diagram.arrows().forEach(arrow -> addSegments(arrow, slots));
    }

    private void addSegments(Arrow arrow, Map<String, Slot> slots) {
        var from = slot(arrow.from(), slots);
        var to = slot(arrow.to(), slots);
        for (int c = from.column() + 1; c < to.column(); c++) {
            var lane = new Slot(c, Optional.empty());
            columns.get(c).add(lane);
            segments.add(new Segment(arrow, from, lane));
            from = lane;
        }
        segments.add(new Segment(arrow, from, to));
    }

    private static Slot slot(String box, Map<String, Slot> slots) {
        return Objects.requireNonNull(slots.get(box), "arrows run between boxes of the diagram");
    }

    static Lanes of(Diagram diagram) {
        var lanes = new Lanes(diagram);
        lanes.reduceCrossings();
        return lanes;
    }

    /** The slots of each column, from top to bottom. */
    List<List<Slot>> columns() {
        return columns;
    }

    /** In the order of the arrows, the segments of each from the left to the right. */
    List<Segment> segments() {
        return segments;
    }

    /** The segments that end in a slot, from top to bottom. */
    List<Segment> into(Slot slot) {
        return segments.stream()
                .filter(segment -> segment.to().equals(slot))
                .sorted(Comparator.comparingInt(segment -> position(segment.from())))
                .toList();
    }

    private int position(Slot slot) {
        return columns.get(slot.column()).indexOf(slot);
    }

    private void reduceCrossings() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < columns.size(); i++) {
                reorder(sweep % 2 == 0 ? i : columns.size() - 1 - i);
            }
        }
    }

    private void reorder(int column) {
        var before = List.copyOf(columns.get(column));
        int crossings = crossings(column);
        var means = new HashMap<Slot, Double>();
        before.forEach(slot -> means.put(slot, meanPosition(slot)));
        columns.get(column).sort(Comparator.comparingDouble(means::get));
        if (crossings(column) >= crossings) {
            columns.set(column, new ArrayList<>(before));
        }
    }

    /** Of what a slot is connected to; its own without any. */
    private double meanPosition(Slot slot) {
        return segments.stream()
                .filter(segment -> segment.from().equals(slot) || segment.to().equals(slot))
                .mapToInt(segment -> position(segment.from().equals(slot) ? segment.to() : segment.from()))
                .average()
                .orElse(position(slot));
    }

    /** Between a column and its neighbours. */
    private int crossings(int column) {
        return crossingsAfter(column - 1) + crossingsAfter(column);
    }

    /** Between a column and the next. */
    int crossingsAfter(int column) {
        var those = segments.stream().filter(segment -> segment.from().column() == column).toList();
        int crossings = 0;
        for (int i = 0; i < those.size(); i++) {
            int from = position(those.get(i).from());
            int to = position(those.get(i).to());
            for (var other : those.subList(i + 1, those.size())) {
                crossings += (from - position(other.from())) * (to - position(other.to())) < 0 ? 1 : 0;
            }
        }
        return crossings;
    }
}
