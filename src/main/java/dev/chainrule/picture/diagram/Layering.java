package dev.chainrule.picture.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Finds the column of each box: right of all boxes with an arrow to it; a box without such arrows is next to the first one that it points
 * to.
 */
final class Layering {
    private Layering() {}

    /** @param boxes each after all that have an arrow to it */
    static List<DiagramColumn> columns(List<Box> boxes, List<Arrow> arrows) {
        var column = new HashMap<String, Integer>();
        for (var box : boxes) {
            column.put(box.id(), arrows.stream()
                    .filter(arrow -> arrow.to().equals(box.id()))
                    .mapToInt(arrow -> place(arrow.from(), column) + 1)
                    .max()
                    .orElse(0));
        }
        for (var box : boxes) {
            if (arrows.stream().noneMatch(arrow -> arrow.to().equals(box.id()))) {
                arrows.stream()
                        .filter(arrow -> arrow.from().equals(box.id()))
                        .mapToInt(arrow -> place(arrow.to(), column) - 1)
                        .min()
                        .ifPresent(place -> column.put(box.id(), place));
            }
        }
        return columns(boxes, column);
    }

    private static int place(String box, Map<String, Integer> column) {
        return Objects.requireNonNull(column.get(box), "a box stands after all that have an arrow to it");
    }

    private static List<DiagramColumn> columns(List<Box> boxes, Map<String, Integer> column) {
        int count = column.values().stream().mapToInt(place -> place + 1).max().orElse(0);
        var columns = IntStream.range(0, count).mapToObj(_ -> new ArrayList<Box>()).toList();
        boxes.forEach(box -> columns.get(place(box.id(), column)).add(box));
        return columns.stream().map(those -> new DiagramColumn("", those)).toList();
    }
}
