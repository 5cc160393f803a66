package dev.chainrule.picture;

import dev.chainrule.problem.Faults;
import org.jspecify.annotations.Nullable;

/** The size of a picture in pixels, which a request chooses by {@code ?width=&height=}. */
public record PictureSize(int width, int height) {
    private static final int MIN = 200;
    private static final int MAX = 2000;

    private static final long DRAWING = 4L << 20;

    private static final PictureSize DEFAULT = new PictureSize(800, 500);

    /**
     * @param width {@code null}: the default; the same for the height
     * @param faults collects what is out of range
     */
    public static PictureSize of(@Nullable Integer width, @Nullable Integer height, Faults faults) {
        return of(width, height, DEFAULT, faults);
    }

    /** As {@link #of(Integer, Integer, Faults)}, with another default, which is cut to the largest size allowed. */
    public static PictureSize of(
            @Nullable Integer width, @Nullable Integer height, PictureSize otherwise, Faults faults) {
        return new PictureSize(
                checked("width", width, otherwise.width, faults), checked("height", height, otherwise.height, faults));
    }

    /** Notes what is wrong with a chosen size, where the default depends on what is drawn. */
    public static void check(@Nullable Integer width, @Nullable Integer height, Faults faults) {
        of(width, height, faults);
    }

    /** The bytes that drawing a picture of this size takes: its pixels, the same again while they are compressed, and the drawing. */
    public long bytes() {
        return DRAWING + 2L * Integer.BYTES * width * height;
    }

    private static int checked(String parameter, @Nullable Integer given, int otherwise, Faults faults) {
        if (given == null) {
            return Math.min(otherwise, MAX);
        }
        if (given < MIN || given > MAX) {
            faults.atParameter(parameter).add("must be between " + MIN + " and " + MAX + " pixels, but is " + given);
        }
        return given;
    }
}
