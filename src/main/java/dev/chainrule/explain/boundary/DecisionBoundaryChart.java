package dev.chainrule.explain.boundary;

import dev.chainrule.explain.boundary.DecisionBoundary.DataPoint;
import dev.chainrule.explain.boundary.DecisionBoundary.Feature;
import dev.chainrule.picture.ChartAxis;
import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Align;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.DefaultXYDataset;

/** Classes as areas in light colours, with the rows of a dataset over them: dots, and crosses where the predicted class is wrong. */
record DecisionBoundaryChart(DecisionBoundary boundary) {
    static final PictureSize DEFAULT = new PictureSize(700, 600);

    /** Of ten classes that can be told apart (Tableau 10), as in Matplotlib. */
    private static final int[] COLORS = {
        0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f, 0xbcbd22, 0x17becf
    };

    /** How much of its colour an area has; the rest is white. */
    private static final double LIGHT = 0.3;

    private static final Shape DOT = new Ellipse2D.Double(-3, -3, 6, 6);
    private static final Shape CROSS = ShapeUtils.createDiagonalCross(4.5f, 1.5f);

    Picture picture(PictureSize size) {
        var points = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setUseOutlinePaint(true);
        for (int i = 0; i < boundary.classes().size(); i++) {
            add(points, renderer, i, true);
        }
        for (int i = 0; i < boundary.classes().size(); i++) {
            add(points, renderer, i, false);
        }
        var plot = new XYPlot(points, axis(boundary.x()), axis(boundary.y()), renderer);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        var title = "Classes by " + boundary.model() + ", version " + boundary.version();
        var rows = boundary.right() + " of " + boundary.rows() + " rows of " + boundary.dataset()
                + " have the predicted class" + (boundary.right() < boundary.rows() ? "; crosses have another" : "");
        var chart = ChartStyle.chart(title, rows, plot, true);
        plot.setBackgroundImage(areas());
        plot.setBackgroundImageAlignment(Align.FIT);
        plot.setBackgroundImageAlpha(1);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        return new Picture(chart, title + ": " + rows, size);
    }

    private static ChartAxis axis(Feature feature) {
        return ChartAxis.linear(feature.name(), feature.lower(), feature.upper());
    }

    private void add(DefaultXYDataset points, XYLineAndShapeRenderer renderer, int index, boolean right) {
        var those = boundary.points().stream()
                .filter(point -> point.actual() == index && point.isRight() == right)
                .toList();
        int series = points.getSeriesCount();
        points.addSeries(boundary.classes().get(index) + (right ? "" : ", wrong"), places(those));
        renderer.setSeriesPaint(series, new Color(COLORS[index]));
        renderer.setSeriesOutlinePaint(series, Color.WHITE);
        renderer.setSeriesShape(series, right ? DOT : CROSS);
        renderer.setSeriesVisibleInLegend(series, right);
    }

    private static double[][] places(List<DataPoint> points) {
        return new double[][] {
            points.stream().mapToDouble(DataPoint::x).toArray(), points.stream().mapToDouble(DataPoint::y).toArray()
        };
    }

    private BufferedImage areas() {
        var places = boundary.places();
        int side = places.length;
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                image.setRGB(j, side - 1 - i, places[i][j] == DecisionBoundary.NONE ? 0xffffff : light(places[i][j]));
            }
        }
        return image;
    }

    private static int light(int index) {
        int light = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int part = COLORS[index] >> shift & 0xff;
            light |= (int) Math.round(0xff + (part - 0xff) * LIGHT) << shift;
        }
        return light;
    }
}
