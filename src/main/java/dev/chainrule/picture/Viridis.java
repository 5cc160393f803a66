package dev.chainrule.picture;

/**
 * The colour map viridis: dark is low, light is high. It is perceptually uniform, also in print and for the colour-blind (Smith and van der
 * Walt, A Better Default Colormap for Matplotlib, SciPy 2015). Between the eleven listed colours it is linear in sRGB.
 */
public final class Viridis {
    private static final int[] COLORS = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    private Viridis() {}

    /**
     * @param share from 0, the lowest, to 1, the highest
     * @return 0xRRGGBB
     */
    public static int rgb(double share) {
        double place = share * (COLORS.length - 1);
        int below = Math.min((int) place, COLORS.length - 2);
        return mix(COLORS[below], COLORS[below + 1], place - below);
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
}
