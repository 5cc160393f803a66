package dev.chainrule.explain.descent;

import dev.chainrule.picture.ChartAxis;
import dev.chainrule.picture.ShortNumber;
import dev.chainrule.picture.Viridis;
import java.awt.Color;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.Title;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Bands of values, each with its colour. Each band covers the same share of a picture, so that a flat valley has as many bands as the steep
 * slopes around it.
 *
 * @param edges ascending, no two the same; at least one
 */
record ContourBands(double[] edges) {
    private static final int BANDS = 20;

    /** @return empty if no value is a number */
    static Optional<ContourBands> of(DoubleStream values) {
        var sorted = values.filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new ContourBands(IntStream.rangeClosed(0, BANDS)
                .mapToDouble(i -> sorted[(int) ((long) i * (sorted.length - 1) / BANDS)])
                .distinct()
                .toArray()));
    }

    private int count() {
        return Math.max(1, edges.length - 1);
    }

    Color color(double value) {
        int found = Arrays.binarySearch(edges, value);
        return color(Math.clamp(found >= 0 ? found : -found - 2, 0, count() - 1));
    }

    private Color color(int band) {
        return new Color(Viridis.rgb(count() == 1 ? 0 : (double) band / (count() - 1)));
    }

    /** The colours beside their values. */
    Title legend() {
        var scale = new LookupPaintScale(0, count(), color(0));
        IntStream.range(0, count()).forEach(band -> scale.add(band, color(band)));
        var axis = ChartAxis.texts("f", DoubleStream.of(edges).mapToObj(ShortNumber::text).toList());
        axis.setRange(0, count());
        var legend = new PaintScaleLegend(scale, axis);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setSubdivisionCount(count());
        legend.setStripWidth(12);
        legend.setMargin(new RectangleInsets(10, 8, 30, 0));
        legend.setBackgroundPaint(Color.WHITE);
        return legend;
    }
}
