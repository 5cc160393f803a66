package dev.chainrule.explain.surface;

import dev.chainrule.explain.surface.CostSurfaceView.Surface;
import dev.chainrule.explain.surface.CostSurfaceView.SurfacePoint;
import dev.chainrule.picture.ChartAxis;
import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.ColorScale;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.picture.ShortNumber;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.Align;
import org.jfree.chart.ui.Drawable;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.DefaultXYDataset;

/** The surfaces as filled contours side by side, with the lowest point of each and, if there is one, a job's path over it. */
record CostSurfaceChart(CostSurfaceView view) {
    private static final int PANEL_WIDTH = 560;
    private static final int PANEL_HEIGHT = 500;
    private static final int MOST_IN_A_ROW = 3;

    /** Width and height in pixels of the contours, which are scaled to the plot: more than the plot has in a panel of usual size. */
    private static final int CONTOUR_PIXELS = 600;

    private static final Color PATH = ChartStyle.RED;
    private static final Shape DOT = new Ellipse2D.Double(-4.5, -4.5, 9, 9);
    private static final Shape CROSS = ShapeUtils.createDiagonalCross(5, 1.2f);

    private int columns() {
        return Math.min(view.surfaces().size(), MOST_IN_A_ROW);
    }

    private int rows() {
        return Math.ceilDiv(view.surfaces().size(), MOST_IN_A_ROW);
    }

    PictureSize defaultSize() {
        return new PictureSize(PANEL_WIDTH * columns(), PANEL_HEIGHT * rows());
    }

    Picture picture(PictureSize size) {
        var charts = view.surfaces().stream().map(this::chart).toList();
        return new Picture(new Panels(charts, columns(), rows()), title(), size);
    }

    private String title() {
        return "Cost of " + modelInWords() + ", over " + view.x().name() + " and " + view.y().name() + ": "
                + String.join(", ", view.surfaces().stream().map(Surface::loss).toList());
    }

    private String modelInWords() {
        return view.model() + ", "
                + (view.version() instanceof Integer version ? "version " + version : "initial parameters");
    }

    /** Charts in rows of equal panels. */
    private record Panels(List<JFreeChart> charts, int columns, int rows) implements Drawable {
        @Override
        public void draw(Graphics2D graphics, Rectangle2D area) {
            graphics.setPaint(Color.WHITE);
            graphics.fill(area);
            double width = area.getWidth() / columns;
            double height = area.getHeight() / rows;
            for (int i = 0; i < charts.size(); i++) {
                charts.get(i).draw(graphics, new Rectangle2D.Double(
                        area.getX() + i % columns * width, area.getY() + Math.floorDiv(i, columns) * height, width,
                        height));
            }
        }
    }

    private JFreeChart chart(Surface surface) {
        var lines = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setUseFillPaint(true);
        renderer.setAutoPopulateSeriesStroke(false);
        if (view.job() != null) {
            addPath(lines, renderer, view.job());
        }
        var minimum = surface.minimum();
        var maximum = surface.maximum();
        if (minimum != null) {
            addLowest(lines, renderer, minimum);
        }
        var plot = new XYPlot(lines, axis(view.x()), axis(view.y()), renderer);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        var chart = ChartStyle.chart(surface.loss(), modelInWords(), plot, lines.getSeriesCount() > 0);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        if (minimum != null && maximum != null) {
            var scale = new ColorScale(minimum.cost(), maximum.cost());
            plot.setBackgroundImage(contours(surface, scale));
            plot.setBackgroundImageAlignment(Align.FIT);
            plot.setBackgroundImageAlpha(1);
            chart.addSubtitle(legend(scale));
        }
        return chart;
    }

    private static ChartAxis axis(GridAxis of) {
        return ChartAxis.linear(of.name(), of.first(), of.last());
    }

    private static PaintScaleLegend legend(ColorScale scale) {
        boolean flat = !(scale.highest() > scale.lowest());
        var axis = ChartAxis.linear(
                "cost", flat ? scale.lowest() - 1 : scale.lowest(), flat ? scale.lowest() + 1 : scale.highest());
        var legend = new PaintScaleLegend(scale, axis);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setSubdivisionCount(ColorScale.BANDS);
        legend.setStripOutlineVisible(false);
        legend.setBackgroundPaint(Color.WHITE);
        legend.setMargin(30, 8, 30, 0);
        return legend;
    }

    private static void addLowest(DefaultXYDataset lines, XYLineAndShapeRenderer renderer, SurfacePoint lowest) {
        int series = lines.getSeriesCount();
        lines.addSeries(
                "lowest: " + ShortNumber.text(lowest.cost()), new double[][] {{lowest.x()}, {lowest.y()}});
        renderer.setSeriesPaint(series, ChartStyle.TEXT);
        renderer.setSeriesFillPaint(series, Color.WHITE);
        renderer.setSeriesShape(series, CROSS);
        renderer.setSeriesLinesVisible(series, false);
        renderer.setSeriesShapesVisible(series, true);
    }

    /** A red line over a wider white one is visible on all colours of the scale. */
    private static void addPath(DefaultXYDataset lines, XYLineAndShapeRenderer renderer, JobPath job) {
        var path = job.points();
        var x = path.stream().mapToDouble(JobPath.EpochPoint::x).toArray();
        var y = path.stream().mapToDouble(JobPath.EpochPoint::y).toArray();
        addLine(lines, renderer, "beneath", new double[][] {x, y}, 4, Color.WHITE);
        renderer.setSeriesVisibleInLegend(0, false);
        addLine(lines, renderer, "path of the job" + job.remarks(), new double[][] {x, y}, 2, PATH);
        addDot(lines, renderer, "start: epoch ", path.getFirst(), Color.WHITE);
        addDot(lines, renderer, "end: epoch ", path.getLast(), PATH);
    }

    private static void addLine(
            DefaultXYDataset lines, XYLineAndShapeRenderer renderer, String name, double[][] points, float width,
            Color color) {
        int series = lines.getSeriesCount();
        lines.addSeries(name, points);
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesStroke(series, new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    private static void addDot(
            DefaultXYDataset lines, XYLineAndShapeRenderer renderer, String name, JobPath.EpochPoint point,
            Color fill) {
        int series = lines.getSeriesCount();
        lines.addSeries(name + point.epoch(), new double[][] {{point.x()}, {point.y()}});
        renderer.setSeriesPaint(series, PATH);
        renderer.setSeriesFillPaint(series, fill);
        renderer.setSeriesShape(series, DOT);
        renderer.setSeriesLinesVisible(series, false);
        renderer.setSeriesShapesVisible(series, true);
    }

    /** Bands of colour over the whole range, the highest y on top; costs between four points of the grid are interpolated. */
    private static BufferedImage contours(Surface surface, ColorScale scale) {
        var costs = surface.costs();
        var image = new BufferedImage(CONTOUR_PIXELS, CONTOUR_PIXELS, BufferedImage.TYPE_INT_ARGB);
        var line = new int[CONTOUR_PIXELS];
        for (int row = 0; row < CONTOUR_PIXELS; row++) {
            double y = place(CONTOUR_PIXELS - 1 - row, costs.length);
            for (int column = 0; column < CONTOUR_PIXELS; column++) {
                line[column] = scale.argb(between(costs, y, place(column, costs[0].length)));
            }
            image.setRGB(0, row, CONTOUR_PIXELS, 1, line, 0, CONTOUR_PIXELS);
        }
        return image;
    }

    /** The place of a pixel's middle on the grid. */
    private static double place(int pixel, int points) {
        return (pixel + 0.5) / CONTOUR_PIXELS * (points - 1);
    }

    private static double between(double[][] costs, double y, double x) {
        int i = (int) y;
        int j = (int) x;
        double low = mix(costs[i][j], costs[i][j + 1], x - j);
        double high = mix(costs[i + 1][j], costs[i + 1][j + 1], x - j);
        return mix(low, high, y - i);
    }

    private static double mix(double a, double b, double share) {
        return a * (1 - share) + b * share;
    }
}
