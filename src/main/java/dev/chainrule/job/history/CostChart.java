package dev.chainrule.job.history;

import dev.chainrule.picture.AxisNumbers;
import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.DefaultXYDataset;

/**
 * The cost of a job's epochs as a line, the validation cost as another one if there is one, and a dot at the best epoch.
 *
 * @param epochs those that are drawn, in order; none gives a picture that says so
 * @param best the epoch with the lowest monitored cost
 */
public record CostChart(String title, String state, List<EpochView> epochs, Optional<EpochView> best, Scale scale) {
    /** How the axis of the cost is divided. */
    public enum Scale {
        LINEAR {
            @Override
            double place(double cost) {
                return cost;
            }

            @Override
            double cost(double place) {
                return place;
            }
        },
        LOG {
            @Override
            double place(double cost) {
                return Math.log10(cost);
            }

            @Override
            double cost(double place) {
                return Math.pow(10, place);
            }
        };

        /** Where a cost stands on the axis. */
        abstract double place(double cost);

        /** The cost that stands there. */
        abstract double cost(double place);
    }

    /** Of the largest cost: what is drawn of costs that are all the same. */
    private static final double LEAST_RANGE = 1e-9;

    /** A range of so many powers of ten has whole ones enough to be labelled by. */
    private static final double MANY_POWERS = 3;

    private static final TickUnits WHOLE_POWERS = wholePowers();

    /** Whether all costs have a logarithm. */
    public boolean allPositive() {
        return Stream.concat(epochs.stream(), best.stream())
                .allMatch(epoch -> positive(epoch.cost()) && positive(epoch.validationCost()));
    }

    private static boolean positive(Double cost) {
        return cost == null || cost > 0;
    }

    public Picture picture(PictureSize size) {
        var lines = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setAutoPopulateSeriesStroke(false);
        renderer.setDefaultStroke(ChartStyle.LINE);
        addLine(lines, renderer, "cost", ChartStyle.BLUE, EpochView::cost);
        addLine(lines, renderer, "validation cost", ChartStyle.ORANGE, EpochView::validationCost);
        best.ifPresent(epoch -> addBest(lines, renderer, epoch));

        var plot = new XYPlot(lines, epochAxis(), costAxis(lines), renderer);
        plot.setNoDataMessage("No epoch is completed yet");
        var chart = ChartStyle.chart(title, state, plot, !epochs.isEmpty());
        return new Picture(chart, title + ": " + state, size);
    }

    private void addLine(
            DefaultXYDataset lines, XYLineAndShapeRenderer renderer, String name, Color color,
            Function<EpochView, Double> figure) {
        var points = epochs.stream().filter(epoch -> figure.apply(epoch) != null).toList();
        if (points.isEmpty()) {
            return;
        }
        int series = lines.getSeriesCount();
        lines.addSeries(name, new double[][] {
            points.stream().mapToDouble(EpochView::epoch).toArray(),
            points.stream().mapToDouble(epoch -> scale.place(figure.apply(epoch))).toArray()
        });
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesShape(series, ChartStyle.DOT);
        // A line from a point to itself is not seen.
        renderer.setSeriesShapesVisible(series, points.size() == 1);
    }

    private void addBest(DefaultXYDataset lines, XYLineAndShapeRenderer renderer, EpochView best) {
        var cost = best.validationCost() == null ? best.cost() : best.validationCost();
        int series = lines.getSeriesCount();
        lines.addSeries("best: epoch " + best.epoch(), new double[][] {{best.epoch()}, {scale.place(cost)}});
        renderer.setSeriesPaint(series, ChartStyle.GREEN);
        renderer.setSeriesShape(series, ChartStyle.DOT);
        renderer.setSeriesLinesVisible(series, false);
        renderer.setSeriesShapesVisible(series, true);
    }

    private static ValueAxis epochAxis() {
        var axis = new NumberAxis("epoch");
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
        axis.setLowerMargin(0.01);
        axis.setUpperMargin(0.01);
        return ChartStyle.styled(axis);
    }

    private ValueAxis costAxis(DefaultXYDataset lines) {
        var axis = new NumberAxis("cost");
        axis.setAutoRangeIncludesZero(false);
        var range = DatasetUtils.findRangeBounds(lines);
        if (range != null) {
            // The library's own least range would make a flat line of small costs.
            double largest = Math.max(Math.abs(range.getLowerBound()), Math.abs(range.getUpperBound()));
            axis.setAutoRangeMinimumSize(largest == 0 ? 1 : Math.max(LEAST_RANGE * largest, Double.MIN_NORMAL));
        }
        axis.setNumberFormatOverride(new AxisNumbers(scale::cost, scale == Scale.LOG ? 3 : 6));
        axis.setStandardTickUnits(switch (scale) {
            case LINEAR -> new NumberTickUnitSource();
            case LOG -> range == null || range.getLength() >= MANY_POWERS ? WHOLE_POWERS : new NumberTickUnitSource();
        });
        return ChartStyle.styled(axis);
    }

    private static TickUnits wholePowers() {
        var units = new TickUnits();
        for (int exponents : new int[] {1, 2, 5, 10, 20, 50, 100}) {
            units.add(new NumberTickUnit(exponents));
        }
        return units;
    }
}
