package dev.chainrule.picture;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/** Costs as colours of {@link Viridis}, in bands. */
public record ColorScale(double lowest, double highest) implements PaintScale {
    /** Few enough that the border between two bands is seen as a contour. */
    public static final int BANDS = 24;

    private static final int TRANSPARENT = 0;
    private static final int OPAQUE = 0xff000000;

    /** The colour of a cost as 0xAARRGGBB; transparent where it is not finite. */
    public int argb(double cost) {
        if (!Double.isFinite(cost)) {
            return TRANSPARENT;
        }
        // Halved, because the range of the largest costs is not finite.
        double share = highest > lowest ? (cost / 2 - lowest / 2) / (highest / 2 - lowest / 2) : 0;
        int band = (int) Math.clamp(share * BANDS, 0, BANDS - 1);
        return OPAQUE | Viridis.rgb(band / (BANDS - 1.0));
    }

    @Override
    public double getLowerBound() {
        return lowest;
    }

    @Override
    public double getUpperBound() {
        return highest;
    }

    @Override
    public Paint getPaint(double value) {
        return new Color(argb(value));
    }
}
