package dev.chainrule.picture;

import dev.chainrule.problem.Faults;

/** Pixels that a request may choose by {@code ?width=&height=}. */
public record PictureSize(int width, int height) {
    private static final int DEFAULT_WIDTH = 800;
    private static final int DEFAULT_HEIGHT = 500;
    private static final int MIN = 200;
    private static final int MAX = 2000;

    /**
     * @param width null: the default, for the height likewise
     * @param faults where it is noted if one is no good
     */
    public static PictureSize of(Integer width, Integer height, Faults faults) {
        return new PictureSize(
                checked("width", width, DEFAULT_WIDTH, faults), checked("height", height, DEFAULT_HEIGHT, faults));
    }

    private static int checked(String parameter, Integer given, int otherwise, Faults faults) {
        int size = given == null ? otherwise : given;
        if (size < MIN || size > MAX) {
            faults.atParameter(parameter).add("must be from " + MIN + " to " + MAX + " pixels");
        }
        return size;
    }
}
