package dev.chainrule.job.history;

import dev.chainrule.picture.ChartAxis;
import dev.chainrule.picture.ChartScale;
import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import java.awt.Color;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.DefaultXYDataset;

/**
 * A figure of a job's epochs as a line, the same of the validation as another one if there is one, and a dot at the best epoch.
 *
 * @param epochs those that are drawn, in order; none gives a picture that says so
 * @param best the best epoch, see {@link Epoch#isBetterThan}
 * @param failure how the job failed, if it did
 */
public record EpochChart(
        String title, String state, EpochMetric metric, List<Epoch> epochs, Optional<Epoch> best,
        ChartScale scale, Optional<Failure> failure) {
    /**
     * @param epoch that was not completed
     * @param shortly for the mark in the picture, as in "diverged"
     * @param detail as a sentence
     */
    public record Failure(int epoch, String shortly, String detail) {}

    /** Space at both sides, relative to the length of the range. */
    private static final double MARGIN = 0.05;

    /** The range on each side of a number, relative to it, where all numbers are the same. */
    private static final double AROUND_ONE = 0.1;

    /** A range shorter than this, relative to the largest number, is shown as a flat line. */
    private static final double LEAST_RANGE = 1e-5;

    /** Whether any epoch has the figure; a job without epochs may have it later. */
    public boolean isEmpty() {
        return numbers().findAny().isEmpty();
    }

    /** Whether all numbers have a logarithm. */
    public boolean allPositive() {
        return numbers().allMatch(number -> number > 0);
    }

    private Stream<Double> numbers() {
        return Stream.concat(epochs.stream(), best.stream())
                .flatMap(epoch -> Stream.of(metric.training(), metric.validation()).filter(epoch::has)
                        .map(epoch::figure));
    }

    public Picture picture(PictureSize size) {
        var lines = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setAutoPopulateSeriesStroke(false);
        renderer.setDefaultStroke(ChartStyle.LINE);
        addLine(lines, renderer, metric.label(), ChartStyle.BLUE, metric.training());
        addLine(lines, renderer, "validation " + metric.label(), ChartStyle.ORANGE, metric.validation());
        best.ifPresent(epoch -> addBest(lines, renderer, epoch));

        var plot = new XYPlot(lines, epochAxis(), valueAxis(lines), renderer);
        plot.setNoDataMessage(failure.isPresent() ? "No epoch was completed" : "No epoch is completed yet");
        var chart = ChartStyle.chart(title, state, plot, !epochs.isEmpty());
        failure.ifPresent(how -> {
            ChartStyle.addWarning(chart, how.detail());
            plot.addDomainMarker(ChartStyle.warningLine(how.epoch(), how.shortly()));
        });
        return new Picture(chart, title + ": " + state, size);
    }

    private void addLine(
            DefaultXYDataset lines, XYLineAndShapeRenderer renderer, String name, Color color, Figure figure) {
        var points = epochs.stream().filter(epoch -> epoch.has(figure)).toList();
        if (points.isEmpty()) {
            return;
        }
        int series = lines.getSeriesCount();
        lines.addSeries(name, new double[][] {
            points.stream().mapToDouble(Epoch::number).toArray(),
            points.stream().mapToDouble(epoch -> scale.place(epoch.figure(figure))).toArray()
        });
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesShape(series, ChartStyle.DOT);
        // A line from a point to itself is not seen.
        renderer.setSeriesShapesVisible(series, points.size() == 1);
    }

    private void addBest(DefaultXYDataset lines, XYLineAndShapeRenderer renderer, Epoch best) {
        Stream.of(metric.validation(), metric.training()).filter(best::has).findFirst().ifPresent(figure -> {
            int series = lines.getSeriesCount();
            lines.addSeries("best: epoch " + best.number(),
                    new double[][] {{best.number()}, {scale.place(best.figure(figure))}});
            renderer.setSeriesPaint(series, ChartStyle.GREEN);
            renderer.setSeriesShape(series, ChartStyle.DOT);
            renderer.setSeriesLinesVisible(series, false);
            renderer.setSeriesShapesVisible(series, true);
        });
    }

    private ValueAxis epochAxis() {
        int first = epochs.isEmpty() ? 0 : epochs.getFirst().number();
        int last = Math.max(epochs.isEmpty() ? 0 : epochs.getLast().number(), failure.map(Failure::epoch).orElse(0));
        double margin = last == first ? 0.5 : (last - first) * MARGIN / 2;
        return ChartAxis.integers("epoch", first - margin, last + margin);
    }

    private ValueAxis valueAxis(DefaultXYDataset lines) {
        var range = DatasetUtils.findRangeBounds(lines);
        if (range == null) {
            return scale.axis(metric.label(), 0, 1);
        }
        double low = range.getLowerBound();
        double high = range.getUpperBound();
        double largest = Math.max(Math.abs(low), Math.abs(high));
        double length = high - low > LEAST_RANGE * largest
                ? (high - low) * (1 + 2 * MARGIN)
                : largest == 0 ? 1 : Math.max(2 * AROUND_ONE * largest, Double.MIN_NORMAL);
        double middle = low / 2 + high / 2;
        return scale.axis(metric.label(), middle - length / 2, middle + length / 2);
    }
}
