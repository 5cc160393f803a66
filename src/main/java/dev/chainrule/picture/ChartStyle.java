package dev.chainrule.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** What all charts look like. */
public final class ChartStyle {
    public static final Color BLUE = new Color(0x1f77b4);
    public static final Color ORANGE = new Color(0xff7f0e);
    public static final Color GREEN = new Color(0x2ca02c);

    public static final Shape DOT = new Ellipse2D.Double(-3.5, -3.5, 7, 7);
    public static final Stroke LINE = new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    /** The colour of failures. */
    public static final Color RED = new Color(0xd62728);

    public static final Color TEXT = new Color(0x333333);

    private static final Color GRID = new Color(0xdddddd);

    private static final int HALF = 0x80;

    private ChartStyle() {}

    /** The colour, half transparent, so that dots on top of one another are darker. */
    public static Color translucent(Color color) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), HALF);
    }

    /** A chart of a plot, with a line below the title, and a legend if it is wanted. */
    public static JFreeChart chart(String title, String subtitle, XYPlot plot, boolean legend) {
        style(plot);
        var chart = new JFreeChart(title, font(Font.BOLD, 14), plot, legend);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(6, 6, 6, 12));
        chart.getTitle().setPaint(TEXT);
        var second = new TextTitle(subtitle, font(Font.PLAIN, 12));
        second.setPaint(TEXT);
        chart.addSubtitle(0, second);
        if (chart.getLegend() != null) {
            chart.getLegend().setItemFont(font(Font.PLAIN, 12));
            chart.getLegend().setItemPaint(TEXT);
            chart.getLegend().setFrame(BlockBorder.NONE);
        }
        return chart;
    }

    /** A plot that is part of another one. */
    public static void style(XYPlot plot) {
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlinePaint(GRID);
        plot.setNoDataMessageFont(font(Font.PLAIN, 14));
        plot.setNoDataMessagePaint(TEXT);
    }

    /** One more line below the title. */
    public static void addSubtitle(JFreeChart chart, String text) {
        addSubtitle(chart, text, TEXT);
    }

    /** Says below the title that something failed. */
    public static void addWarning(JFreeChart chart, String warning) {
        addSubtitle(chart, warning, RED);
    }

    private static void addSubtitle(JFreeChart chart, String text, Color color) {
        var title = new TextTitle(text, font(Font.PLAIN, 12));
        title.setPaint(color);
        chart.addSubtitle(1, title);
    }

    /** A line across a plot at a place of the horizontal axis, where something failed. */
    public static Marker warningLine(double place, String label) {
        var line = new ValueMarker(place, RED,
                new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {6, 4}, 0));
        line.setLabel(label);
        line.setLabelFont(font(Font.PLAIN, 12));
        line.setLabelPaint(RED);
        line.setLabelBackgroundColor(Color.WHITE);
        line.setLabelAnchor(RectangleAnchor.TOP_LEFT);
        line.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
        line.setLabelOffset(new RectangleInsets(4, 4, 4, 4));
        return line;
    }

    /** The same axis, styled. */
    static <A extends ValueAxis> A styled(A axis) {
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
}
