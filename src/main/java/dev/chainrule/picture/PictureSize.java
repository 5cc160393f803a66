package dev.chainrule.picture;

import dev.chainrule.problem.Faults;

/** Pixels that a request may choose by {@code ?width=&height=}. */
public record PictureSize(int width, int height) {
    private static final int MIN = 200;
    private static final int MAX = 2000;

    private static final long DRAWING = 4L << 20;

    private static final PictureSize DEFAULT = new PictureSize(800, 500);

    /**
     * @param width null: the default, for the height likewise
     * @param faults where it is noted if one is no good
     */
    public static PictureSize of(Integer width, Integer height, Faults faults) {
        return of(width, height, DEFAULT, faults);
    }

    /** As {@link #of(Integer, Integer, Faults)}, with another default, as far as a picture may be that large. */
    public static PictureSize of(Integer width, Integer height, PictureSize otherwise, Faults faults) {
        return new PictureSize(
                checked("width", width, otherwise.width, faults), checked("height", height, otherwise.height, faults));
    }

    /** Notes what is wrong with a chosen size, where the default depends on what is drawn. */
    public static void check(Integer width, Integer height, Faults faults) {
        of(width, height, faults);
    }

    /** What drawing a picture of this size takes: its pixels, once more while they are compressed, and what is drawn. */
    public long bytes() {
        return DRAWING + 2L * Integer.BYTES * width * height;
    }

    private static int checked(String parameter, Integer given, int otherwise, Faults faults) {
        if (given == null) {
            return Math.min(otherwise, MAX);
        }
        if (given < MIN || given > MAX) {
            faults.atParameter(parameter).add("must be from " + MIN + " to " + MAX + " pixels");
        }
        return given;
    }
}
