package dev.chainrule.picture.diagram;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** The fonts of diagrams, and how much room texts take in them. */
final class Lettering {
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /** From one line to the next. */
    static final double LINE = 15;

    /** From the middle of a line to its baseline. */
    static final double BASELINE = 4;

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private Lettering() {}

    static double width(String text, Font font) {
        return font.getStringBounds(text, CONTEXT).getWidth();
    }
}
