package dev.chainrule.picture;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/**
 * Costs as colours, in bands: viridis, which is perceptually even and lighter where costs are higher, also in print and for the
 * colour-blind (Smith and van der Walt, A Better Default Colormap for Matplotlib, SciPy 2015). The colours between the eleven that are
 * listed lie on lines in sRGB.
 */
public record ColorScale(double lowest, double highest) implements PaintScale {
    /** Few enough that the border between two bands is seen as a contour. */
    public static final int BANDS = 24;

    private static final int[] VIRIDIS = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    private static final int TRANSPARENT = 0;
    private static final int OPAQUE = 0xff000000;

    /** The colour of a cost as 0xAARRGGBB; transparent where it is not finite. */
    public int argb(double cost) {
        if (!Double.isFinite(cost)) {
            return TRANSPARENT;
        }
        // Halved, for the range of the largest costs is not finite.
        double share = highest > lowest ? (cost / 2 - lowest / 2) / (highest / 2 - lowest / 2) : 0;
        int band = (int) Math.clamp(share * BANDS, 0, BANDS - 1);
        double place = band * (VIRIDIS.length - 1.0) / (BANDS - 1);
        int below = Math.min((int) place, VIRIDIS.length - 2);
        return OPAQUE | mix(VIRIDIS[below], VIRIDIS[below + 1], place - below);
    }

    private static int mix(int a, int b, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = a >> shift & 0xff;
            int to = b >> shift & 0xff;
            mixed |= (int) Math.round(from + (to - from) * share) << shift;
        }
        return mixed;
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
