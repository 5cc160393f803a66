package dev.chainrule.sweep;

import dev.chainrule.picture.ShortNumber;
import dev.chainrule.sweep.SweepView.Ranked;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A place that a sweep varies, as an axis of a picture.
 *
 * @param texts of its values, in the grid's order
 * @param place which of them a job has
 */
record SweepAxis(String name, List<String> texts, ToIntFunction<Ranked> place) {
    /** Longer values are cut off. */
    private static final int SHOWN = 16;

    /** The places of a grid that take more than one value; the restarts where there is none. */
    static List<SweepAxis> of(Grid grid, int restarts) {
        var varied = grid.axes().stream()
                .filter(axis -> axis.values().size() > 1)
                .map(axis -> new SweepAxis(
                        axis.path(), axis.values().stream().map(SweepAxis::text).toList(),
                        job -> axis.values().indexOf(job.settings().get(axis.path()))));
        var restart = new SweepAxis(
                "restart", IntStream.range(0, restarts).mapToObj(String::valueOf).toList(), Ranked::restart);
        var axes = varied.toList();
        return axes.isEmpty() ? List.of(restart) : axes;
    }

    int placeOf(Ranked job) {
        return place.applyAsInt(job);
    }

    private static String text(JsonNode value) {
        var text = value.isNumber() ? ShortNumber.text(value.doubleValue())
                : value.isString() ? value.stringValue() : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }
}
