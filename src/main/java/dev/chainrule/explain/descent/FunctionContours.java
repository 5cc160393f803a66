package dev.chainrule.explain.descent;

import dev.chainrule.graph.expression.ExpressionRun;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Align;

/**
 * A function of two variables, evaluated over a grid and painted in {@link ContourBands}.
 *
 * @param values by row of the grid, upwards, and by column; NaN where no value is drawn
 * @param bands empty if there are no values at all
 */
record FunctionContours(double[][] values, Optional<ContourBands> bands) {
    /** Side of the grid for functions that are evaluated quickly. */
    private static final int LARGEST_SIDE = 161;

    private static final int SMALLEST_SIDE = 41;

    /** Nodes that are evaluated for one picture, at most. */
    private static final int MAX_WORK = 5_000_000;

    /** Pixels between two places of the grid. */
    private static final int FINER = 5;

    private static final Color NOTHING = new Color(0xeeeeee);

    /** @param nodes of the function, the work of one evaluation */
    static FunctionContours of(ExpressionRun run, int nodes, AxisRange across, AxisRange up) {
        int side = Math.clamp((int) Math.sqrt((double) MAX_WORK / nodes), SMALLEST_SIDE, LARGEST_SIDE);
        var values = new double[side][side];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                double value = run.value(across.at(j, side), up.at(i, side));
                values[i][j] = AxisRange.isDrawn(value) ? value : Double.NaN;
            }
        }
        return new FunctionContours(values, ContourBands.of(Stream.of(values).flatMapToDouble(DoubleStream::of)));
    }

    void drawBehind(XYPlot plot) {
        plot.setBackgroundImage(image());
        plot.setBackgroundImageAlignment(Align.FIT);
        plot.setBackgroundImageAlpha(1);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
    }

    private BufferedImage image() {
        int side = (values.length - 1) * FINER + 1;
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                double value = between(i, j);
                var color = Double.isNaN(value) ? NOTHING : bands.orElseThrow().color(value);
                image.setRGB(j, side - 1 - i, color.getRGB());
            }
        }
        return image;
    }

    /** The value at a pixel, bilinear between the four places of the grid around it. */
    private double between(int i, int j) {
        int row = Math.min(i / FINER, values.length - 2);
        int column = Math.min(j / FINER, values.length - 2);
        double up = (double) i / FINER - row;
        double across = (double) j / FINER - column;
        double below = values[row][column] * (1 - across) + values[row][column + 1] * across;
        double above = values[row + 1][column] * (1 - across) + values[row + 1][column + 1] * across;
        return below * (1 - up) + above * up;
    }
}
