package dev.chainrule.picture;

import dev.chainrule.picture.Ticks.Tick;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An axis from one number to another, labelled at round numbers. */
public final class ChartAxis extends NumberAxis {
    private static final long serialVersionUID = 1L;

    /** Pixels that a number takes on a horizontal axis, with the space beside it. */
    private static final int NUMBER = 75;

    /** About the pixels of a character. */
    private static final int CHARACTER = 7;

    /** Pixels between two labels of a vertical axis. */
    private static final int UP = 42;

    private static final int LEAST_LABELS = 2;

    private final int labelWidth;
    private final transient Labels labels;

    /** Which places of an axis are labelled, and how. */
    @FunctionalInterface
    private interface Labels {
        /** @param wanted about how many labels there is room for */
        List<Tick> of(double lower, double upper, int wanted);
    }

    private ChartAxis(String name, double lower, double upper, int labelWidth, Labels labels) {
        super(name);
        this.labelWidth = labelWidth;
        this.labels = labels;
        setRange(lower, upper);
        ChartStyle.styled(this);
    }

    /** An axis whose places are its numbers; the lower end is below the upper, and both are finite. */
    public static ChartAxis linear(String name, double lower, double upper) {
        return new ChartAxis(name, lower, upper, NUMBER, (from, to, wanted) -> Ticks.linear(from, to, wanted, 0));
    }

    /** An axis of integers. */
    public static ChartAxis integers(String name, double lower, double upper) {
        return new ChartAxis(name, lower, upper, NUMBER, (from, to, wanted) -> Ticks.linear(from, to, wanted, 1));
    }

    /** An axis whose places are the common logarithms of its numbers; both ends are such. */
    public static ChartAxis logarithmic(String name, double lower, double upper) {
        return new ChartAxis(name, lower, upper, NUMBER, Ticks::logarithmic);
    }

    /** An axis with a text at each of the places 0, 1, …; some are left out where there is no room for all. */
    public static ChartAxis texts(String name, List<String> texts) {
        int longest = texts.stream().mapToInt(String::length).max().orElse(0);
        return new ChartAxis(name, -0.5, texts.size() - 0.5, CHARACTER * (longest + 2), (_, _, wanted) -> {
            int step = Math.ceilDiv(texts.size(), wanted);
            return IntStream.range(0, texts.size())
                    .filter(place -> place % step == 0)
                    .mapToObj(place -> new Tick(place, texts.get(place)))
                    .toList();
        });
    }

    @Override
    @SuppressWarnings("rawtypes")
    public List refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        boolean across = RectangleEdge.isTopOrBottom(edge);
        int room = (int) (across ? area.getWidth() / labelWidth : area.getHeight() / UP);
        var anchor = across ? TextAnchor.TOP_CENTER
                : edge.equals(RectangleEdge.RIGHT) ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT;
        return labels.of(getLowerBound(), getUpperBound(), Math.max(LEAST_LABELS, room)).stream()
                .map(tick -> new NumberTick(tick.place(), tick.label(), anchor, TextAnchor.CENTER, 0))
                .toList();
    }
}
