package dev.chainrule.explain.descent;

import dev.chainrule.explain.descent.Minimization.Result;
import dev.chainrule.graph.expression.ExpressionRun;
import dev.chainrule.picture.ChartAxis;
import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import dev.chainrule.picture.ShortNumber;
import dev.chainrule.problem.Excerpt;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.DefaultXYDataset;

/**
 * The path over the function: over its curve for one variable, over its contours for two.
 *
 * @param run that evaluates the function
 */
record MinimizationChart(MinimizationRequest request, Result result, ExpressionRun run) {
    static final int MAX_VARIABLES = 2;

    /** Space on both sides of a path, in parts of its length, so that the slopes around it are visible. */
    private static final double BESIDE_CURVE = 0.6;

    private static final double BESIDE_CONTOURS = 0.25;

    private static final Shape POINT = new Ellipse2D.Double(-2, -2, 4, 4);

    /** A path with more points is a line without dots. */
    private static final int MANY_POINTS = 200;

    /** Longer functions are cut off in the title. */
    private static final int SHOWN = 80;

    Picture picture(PictureSize size) {
        var names = request.function().variables();
        var chart = names.size() == 1 ? curve(names.getFirst()) : contours(names.get(0), names.get(1));
        return new Picture(chart, title() + ": " + state(), size);
    }

    private String title() {
        var text = request.function().text();
        return "f(" + String.join(", ", request.function().variables()) + ") = "
                + Excerpt.of(text, SHOWN);
    }

    private String state() {
        var end = result.end();
        return result.ending().reason() + " after " + result.steps() + (result.steps() == 1 ? " step: " : " steps: ")
                + IntStream.range(0, end.x().length)
                        .mapToObj(i -> request.function().variables().get(i) + " = " + ShortNumber.text(end.x()[i])
                                + ", ")
                        .collect(Collectors.joining())
                + "f = " + ShortNumber.text(end.value());
    }

    private JFreeChart curve(String name) {
        var points = drawn(List.of(point -> point.x()[0], PathPoint::value));
        var places = numbers(points, point -> point.x()[0]);
        var extent = AxisRange.around(places, BESIDE_CURVE);
        var curve = FunctionCurve.of(run, extent);
        var lines = new DefaultXYDataset();
        lines.addSeries("f", curve.points());
        var renderer = renderer();
        renderer.setSeriesPaint(0, ChartStyle.BLUE);
        renderer.setSeriesShapesVisible(0, false);
        addPath(lines, renderer, points, point -> point.x()[0], PathPoint::value);
        var values = axis("f(" + name + ")",
                curve.shown(numbers(points, PathPoint::value), extent.widened(places, BESIDE_CURVE)));
        return ChartStyle.chart(title(), state(), new XYPlot(lines, axis(name, extent), values, renderer), true);
    }

    private JFreeChart contours(String first, String second) {
        var points = drawn(List.of(point -> point.x()[0], point -> point.x()[1]));
        var across = AxisRange.around(numbers(points, point -> point.x()[0]), BESIDE_CONTOURS);
        var up = AxisRange.around(numbers(points, point -> point.x()[1]), BESIDE_CONTOURS);
        var lines = new DefaultXYDataset();
        var renderer = renderer();
        addPath(lines, renderer, points, point -> point.x()[0], point -> point.x()[1]);
        var plot = new XYPlot(lines, axis(first, across), axis(second, up), renderer);
        var chart = ChartStyle.chart(title(), state(), plot, true);
        var contours = FunctionContours.of(run, request.function().nodeCount(), across, up);
        contours.drawBehind(plot);
        contours.bands().ifPresent(bands -> chart.addSubtitle(bands.legend()));
        return chart;
    }

    /** Points that the axes can hold. */
    private List<PathPoint> drawn(List<ToDoubleFunction<PathPoint>> axes) {
        return result.path().stream()
                .filter(point -> axes.stream().allMatch(axis -> AxisRange.isDrawn(axis.applyAsDouble(point))))
                .toList();
    }

    private static double[] numbers(List<PathPoint> points, ToDoubleFunction<PathPoint> axis) {
        return points.stream().mapToDouble(axis).toArray();
    }

    private static XYLineAndShapeRenderer renderer() {
        var renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setAutoPopulateSeriesStroke(false);
        renderer.setDefaultStroke(ChartStyle.LINE);
        renderer.setDrawOutlines(false);
        return renderer;
    }

    private void addPath(
            DefaultXYDataset lines, XYLineAndShapeRenderer renderer, List<PathPoint> points,
            ToDoubleFunction<PathPoint> x, ToDoubleFunction<PathPoint> y) {
        int series = lines.getSeriesCount();
        lines.addSeries("path", new double[][] {numbers(points, x), numbers(points, y)});
        renderer.setSeriesPaint(series, ChartStyle.RED);
        renderer.setSeriesShape(series, POINT);
        renderer.setSeriesShapesVisible(series, points.size() <= MANY_POINTS);
        renderer.setSeriesStroke(series, new BasicStroke(1));
        addDot(lines, renderer, "start", ChartStyle.ORANGE, points, result.path().getFirst(), x, y);
        addDot(lines, renderer, "end", ChartStyle.GREEN, points, result.end(), x, y);
    }

    /** Adds nothing if the point is not drawn. */
    private static void addDot(
            DefaultXYDataset lines, XYLineAndShapeRenderer renderer, String name, Color color, List<PathPoint> drawn,
            PathPoint point, ToDoubleFunction<PathPoint> x, ToDoubleFunction<PathPoint> y) {
        if (drawn.stream().noneMatch(each -> each.step() == point.step())) {
            return;
        }
        int series = lines.getSeriesCount();
        lines.addSeries(name, new double[][] {{x.applyAsDouble(point)}, {y.applyAsDouble(point)}});
        renderer.setSeriesPaint(series, color);
        renderer.setSeriesShape(series, ChartStyle.DOT);
        renderer.setSeriesLinesVisible(series, false);
    }

    private static ChartAxis axis(String name, AxisRange extent) {
        return ChartAxis.linear(name, extent.lower(), extent.upper());
    }
}
