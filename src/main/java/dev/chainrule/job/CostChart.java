package dev.chainrule.job;

import dev.chainrule.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.DefaultXYDataset;

/**
 * The cost of a job's epochs as a line, the validation cost as another one if there is one, and a dot at the best epoch.
 *
 * @param epochs those that are drawn, in order; none gives a picture that says so
 * @param best the epoch with the lowest monitored cost
 */
record CostChart(String title, String state, List<EpochView> epochs, Optional<EpochView> best, Scale scale) {
    /** How the axis of the cost is divided. */
    enum Scale {
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

    private static final Color COST = new Color(0x1f77b4);
    private static final Color VALIDATION_COST = new Color(0xff7f0e);
    private static final Color BEST = new Color(0x2ca02c);
    private static final Color GRID = new Color(0xdddddd);
    private static final Color TEXT = new Color(0x333333);
    private static final Shape DOT = new Ellipse2D.Double(-3.5, -3.5, 7, 7);

    /** Of the largest cost: what is drawn of costs that are all the same. */
    private static final double LEAST_RANGE = 1e-9;

    /** A range of so many powers of ten has whole ones enough to be labelled by. */
    private static final double MANY_POWERS = 3;

    private static final TickUnits WHOLE_POWERS = wholePowers();

    /** Whether all costs have a logarithm. */
    boolean allPositive() {
        return Stream.concat(epochs.stream(), best.stream())
                .allMatch(epoch -> positive(epoch.cost()) && positive(epoch.validationCost()));
    }

    private static boolean positive(Double cost) {
        return cost == null || cost > 0;
    }

    Picture picture(int width, int height) {
        var lines = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setAutoPopulateSeriesStroke(false);
        renderer.setDefaultStroke(new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        addLine(lines, renderer, "cost", COST, EpochView::cost);
        addLine(lines, renderer, "validation cost", VALIDATION_COST, EpochView::validationCost);
        best.ifPresent(epoch -> addBest(lines, renderer, epoch));

        var plot = new XYPlot(lines, epochAxis(), costAxis(lines), renderer);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlinePaint(GRID);
        plot.setNoDataMessage("No epoch is completed yet");
        plot.setNoDataMessageFont(font(Font.PLAIN, 14));
        plot.setNoDataMessagePaint(TEXT);

        var chart = new JFreeChart(title, font(Font.BOLD, 14), plot, !epochs.isEmpty());
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(6, 6, 6, 12));
        chart.getTitle().setPaint(TEXT);
        var subtitle = new TextTitle(state, font(Font.PLAIN, 12));
        subtitle.setPaint(TEXT);
        chart.addSubtitle(0, subtitle);
        if (chart.getLegend() != null) {
            chart.getLegend().setItemFont(font(Font.PLAIN, 12));
            chart.getLegend().setItemPaint(TEXT);
            chart.getLegend().setFrame(BlockBorder.NONE);
        }
        return new Picture(chart, title + ": " + state, width, height);
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
        renderer.setSeriesShape(series, DOT);
        // A line from a point to itself is not seen.
        renderer.setSeriesShapesVisible(series, points.size() == 1);
    }

    private void addBest(DefaultXYDataset lines, XYLineAndShapeRenderer renderer, EpochView best) {
        var cost = best.validationCost() == null ? best.cost() : best.validationCost();
        int series = lines.getSeriesCount();
        lines.addSeries("best: epoch " + best.epoch(), new double[][] {{best.epoch()}, {scale.place(cost)}});
        renderer.setSeriesPaint(series, BEST);
        renderer.setSeriesShape(series, DOT);
        renderer.setSeriesLinesVisible(series, false);
        renderer.setSeriesShapesVisible(series, true);
    }

    private static ValueAxis epochAxis() {
        var axis = new NumberAxis("epoch");
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
        axis.setLowerMargin(0.01);
        axis.setUpperMargin(0.01);
        return styled(axis);
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
        axis.setNumberFormatOverride(new CostFormat(scale));
        axis.setStandardTickUnits(switch (scale) {
            case LINEAR -> new NumberTickUnitSource();
            case LOG -> range == null || range.getLength() >= MANY_POWERS ? WHOLE_POWERS : new NumberTickUnitSource();
        });
        return styled(axis);
    }

    private static TickUnits wholePowers() {
        var units = new TickUnits();
        for (int exponents : new int[] {1, 2, 5, 10, 20, 50, 100}) {
            units.add(new NumberTickUnit(exponents));
        }
        return units;
    }

    private static ValueAxis styled(ValueAxis axis) {
        axis.setLabelFont(font(Font.PLAIN, 12));
        axis.setTickLabelFont(font(Font.PLAIN, 11));
        axis.setLabelPaint(TEXT);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLinePaint(GRID);
        return axis;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** The cost at a place of the axis in few digits, whatever the machine's language. */
    private static final class CostFormat extends NumberFormat {
        private static final long serialVersionUID = 1L;
        private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

        private final Scale scale;
        private final MathContext digits;
        private final DecimalFormat plain = new DecimalFormat("0.########", SYMBOLS);
        private final DecimalFormat scientific = new DecimalFormat("0.#####E0", SYMBOLS);

        CostFormat(Scale scale) {
            this.scale = scale;
            this.digits = new MathContext(scale == Scale.LOG ? 3 : 6);
        }

        @Override
        public StringBuffer format(double place, StringBuffer out, FieldPosition position) {
            double cost = new BigDecimal(scale.cost(place)).round(digits).doubleValue();
            double size = Math.abs(cost);
            return (size == 0 || (size >= 1e-3 && size < 1e6) ? plain : scientific).format(cost, out, position);
        }

        @Override
        public StringBuffer format(long place, StringBuffer out, FieldPosition position) {
            return format((double) place, out, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException("axes are not read");
        }
    }
}
