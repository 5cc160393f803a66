package dev.chainrule.sweep;

import dev.chainrule.job.JobState;
import dev.chainrule.picture.ChartAxis;
import dev.chainrule.picture.ChartScale;
import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.picture.ShortNumber;
import dev.chainrule.sweep.SweepView.Ranked;
import java.awt.Color;
import java.awt.Shape;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.DefaultXYDataset;

/**
 * A sweep by each of the places that it varies, side by side: a dot for every job at the place's value and the figure that is ranked by, a
 * line through the best job of each value, and a cross above for every job that failed.
 */
record SweepChart(SweepView sweep, List<SweepAxis> axes, ChartScale scale) {
    /** More panels are too narrow to read. */
    private static final int MAX_PANELS = 4;

    private static final int PANEL_WIDTH = 300;
    private static final int LEAST_WIDTH = 800;
    private static final int HEIGHT = 500;
    private static final double MARGIN = 0.06;
    private static final Color JOB = ChartStyle.translucent(ChartStyle.BLUE);
    private static final Shape CROSS = ShapeUtils.createDiagonalCross(3.5f, 0.8f);

    PictureSize defaultSize() {
        return new PictureSize(Math.max(LEAST_WIDTH, PANEL_WIDTH * shown().size()), HEIGHT);
    }

    private List<SweepAxis> shown() {
        return axes.subList(0, Math.min(MAX_PANELS, axes.size()));
    }

    /** A job with a value, and the value's place on the scale. */
    private record Measured(Ranked job, double place) {}

    private List<Measured> measured() {
        return sweep.ranking().stream()
                .flatMap(job -> Stream.ofNullable(job.value()).map(value -> new Measured(job, scale.place(value))))
                .toList();
    }

    /** Whether all values have a logarithm. */
    boolean allPositive() {
        return sweep.ranking().stream().allMatch(job -> job.value() == null || job.value() > 0);
    }

    Picture picture(PictureSize size) {
        var values = measured().stream().mapToDouble(Measured::place).summaryStatistics();
        double low = values.getCount() == 0 ? 0 : values.getMin();
        double high = values.getCount() == 0 ? 1 : values.getMax();
        double length = high > low ? high - low : Math.max(Math.abs(high), Double.MIN_NORMAL);
        double crosses = high + MARGIN * length;
        var range = scale.axis(sweep.summary().rankBy().key(), low - MARGIN * length, crosses + MARGIN * length);
        var plot = new CombinedRangeXYPlot(range);
        plot.setGap(12);
        shown().forEach(axis -> plot.add(panel(axis, crosses, axis.equals(axes.getFirst()))));
        var chart = ChartStyle.chart("Sweep by " + sweep.summary().rankBy().key(), state(), plot, true);
        ChartStyle.addSubtitle(chart, best());
        return new Picture(chart, "Sweep by " + sweep.summary().rankBy().key() + ": " + state(), size);
    }

    private String state() {
        var progress = sweep.summary().progress();
        int left = axes.size() - shown().size();
        return sweep.state() + ", " + progress.ended() + " of " + progress.jobs() + " jobs ended"
                + (progress.failed() == 0 ? "" : ", " + progress.failed() + " of them failed")
                + (left == 0 ? "" : "; + " + left + " more varied places");
    }

    private String best() {
        var best = sweep.best();
        return best == null || best.value() == null
                ? "No job has a " + sweep.summary().rankBy().key() + " yet"
                : "Best: " + ShortNumber.text(best.value()) + axes.stream()
                        .map(axis -> ", " + axis.name() + " = " + axis.texts().get(axis.placeOf(best)))
                        .collect(Collectors.joining());
    }

    private XYPlot panel(SweepAxis axis, double crosses, boolean legend) {
        var points = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setAutoPopulateSeriesStroke(false);
        renderer.setDefaultStroke(ChartStyle.LINE);
        var measured = measured();
        add(points, renderer, "job", JOB, places(measured, axis));
        add(points, renderer, "best of each value", ChartStyle.ORANGE, bestOfEach(measured, axis));
        renderer.setSeriesLinesVisible(points.getSeriesCount() - 1, true);
        add(points, renderer, "best", ChartStyle.GREEN,
                places(measured.stream().filter(dot -> dot.job().equals(sweep.best())).toList(), axis));
        var failed = sweep.ranking().stream().filter(job -> job.state() == JobState.FAILED).toList();
        if (!failed.isEmpty()) {
            add(points, renderer, "failed", ChartStyle.RED, new double[][] {
                failed.stream().mapToDouble(axis::placeOf).toArray(),
                failed.stream().mapToDouble(_ -> crosses).toArray()
            });
            renderer.setSeriesShape(points.getSeriesCount() - 1, CROSS);
        }
        renderer.setDefaultSeriesVisibleInLegend(legend);
        var panel = new XYPlot(points, ChartAxis.texts(axis.name(), axis.texts()), null, renderer);
        ChartStyle.style(panel);
        return panel;
    }

    private static void add(
            DefaultXYDataset points, XYLineAndShapeRenderer renderer, String name, Color color, double[][] places) {
        int series = points.getSeriesCount();
        points.addSeries(name, places);
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesShape(series, ChartStyle.DOT);
        renderer.setSeriesLinesVisible(series, false);
    }

    private static double[][] places(List<Measured> jobs, SweepAxis axis) {
        return new double[][] {
            jobs.stream().mapToDouble(dot -> axis.placeOf(dot.job())).toArray(),
            jobs.stream().mapToDouble(Measured::place).toArray()
        };
    }

    private double[][] bestOfEach(List<Measured> jobs, SweepAxis axis) {
        var byPlace = jobs.stream().collect(Collectors.groupingBy(
                dot -> axis.placeOf(dot.job()), TreeMap::new, Collectors.summarizingDouble(Measured::place)));
        return new double[][] {
            byPlace.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
            byPlace.values().stream().mapToDouble(this::best).toArray()
        };
    }

    private double best(DoubleSummaryStatistics values) {
        return sweep.summary().rankBy().higherIsBetter() ? values.getMax() : values.getMin();
    }
}
