package dev.chainrule.picture.diagram;

import dev.chainrule.picture.ChartStyle;
import dev.chainrule.picture.diagram.Box.BoxKind;
import dev.chainrule.picture.diagram.DiagramLayout.PlacedArrow;
import dev.chainrule.picture.diagram.DiagramLayout.PlacedBox;
import dev.chainrule.picture.diagram.DiagramLayout.PlacedText;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.jfree.chart.ui.Drawable;

/** Draws a diagram where its layout says: arrows first, then their labels on white, then boxes. */
record DiagramPainter(DiagramLayout layout) implements Drawable {
    private static final Color FAINT = new Color(0x777777);
    private static final Color NEUTRAL = new Color(0x999999);
    private static final double CORNER = 10;
    private static final double THINNEST = 0.8;
    private static final double THICKEST = 4;

    /** Of an arrow that stands close to others. */
    private static final double THICKEST_CROWDED = 1.8;

    /** Of an arrow's colour; the rest is white. */
    private static final double PALEST = 0.25;
    private static final double HEAD_WIDTH = 3.5;

    static Font font(PlacedText.TextStyle style) {
        return switch (style) {
            case TITLE -> Lettering.TITLE;
            case COLUMN -> Lettering.HEADING;
            case CAPTION -> Lettering.TEXT;
        };
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle2D area) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setPaint(Color.WHITE);
        graphics.fill(area);
        layout.arrows().stream()
                .sorted((a, b) -> Double.compare(a.arrow().share(), b.arrow().share()))
                .forEach(arrow -> draw(graphics, arrow));
        layout.arrows().forEach(arrow -> drawLabel(graphics, arrow));
        layout.boxes().forEach(box -> draw(graphics, box));
        for (var text : layout.texts()) {
            write(graphics, text.text(), font(text.style()), text.style() == PlacedText.TextStyle.TITLE
                    ? ChartStyle.TEXT
                    : FAINT, text.bounds().getX(), text.bounds().getCenterY());
        }
    }

    private static void draw(Graphics2D graphics, PlacedArrow placed) {
        var arrow = placed.arrow();
        double x = placed.end().getX();
        double y = placed.end().getY();
        graphics.setPaint(paler(color(arrow), PALEST + (1 - PALEST) * arrow.share()));
        double thickest = placed.isCrowded() ? THICKEST_CROWDED : THICKEST;
        graphics.setStroke(new BasicStroke(
                (float) (THINNEST + (thickest - THINNEST) * arrow.share()), BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND));
        graphics.draw(placed.line());
        var head = new Path2D.Double();
        double half = placed.isCrowded() ? HEAD_WIDTH / 2 : HEAD_WIDTH + arrow.share();
        head.moveTo(x, y);
        head.lineTo(x - DiagramLayout.HEAD, y - half);
        head.lineTo(x - DiagramLayout.HEAD, y + half);
        head.closePath();
        graphics.fill(head);
    }

    private static Color color(Arrow arrow) {
        return arrow.sign() > 0 ? ChartStyle.RED : arrow.sign() < 0 ? ChartStyle.BLUE : NEUTRAL;
    }

    /** @param share of the colour */
    private static Color paler(Color color, double share) {
        return new Color(
                (int) Math.round(255 - (255 - color.getRed()) * share),
                (int) Math.round(255 - (255 - color.getGreen()) * share),
                (int) Math.round(255 - (255 - color.getBlue()) * share));
    }

    private static void drawLabel(Graphics2D graphics, PlacedArrow placed) {
        placed.label().ifPresent(bounds -> {
            graphics.setPaint(Color.WHITE);
            graphics.fill(bounds);
            var color = placed.arrow().sign() == 0 ? ChartStyle.TEXT : color(placed.arrow());
            write(graphics, placed.arrow().label(), Lettering.TEXT, color,
                    bounds.getX() + DiagramLayout.PADDING / 4, bounds.getCenterY());
        });
    }

    private static void draw(Graphics2D graphics, PlacedBox placed) {
        var box = placed.box();
        var bounds = placed.bounds();
        if (box.kind() != BoxKind.REST) {
            var shape = new RoundRectangle2D.Double(
                    bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight(), CORNER, CORNER);
            graphics.setPaint(fill(box.kind()));
            graphics.fill(shape);
            graphics.setPaint(ChartStyle.TEXT);
            graphics.setStroke(new BasicStroke(1));
            graphics.draw(shape);
        }
        double x = bounds.getX() + DiagramLayout.PADDING;
        double y = bounds.getCenterY() - Lettering.LINE * box.lines().size() / 2;
        write(graphics, box.heading(), Lettering.HEADING, box.kind() == BoxKind.REST ? FAINT : ChartStyle.TEXT, x,
                y);
        for (var line : box.lines()) {
            y += Lettering.LINE;
            write(graphics, line, Lettering.TEXT, ChartStyle.TEXT, x, y);
        }
    }

    private static Color fill(BoxKind kind) {
        return new Color(switch (kind) {
            case INPUT -> 0xeef4fb;
            case PARAMETER -> 0xfff7e0;
            case OPERATION, REST -> 0xffffff;
            case COST -> 0xfdecea;
        });
    }

    private static void write(Graphics2D graphics, String text, Font font, Color color, double x, double middle) {
        graphics.setFont(font);
        graphics.setPaint(color);
        graphics.drawString(text, (float) x, (float) (middle + Lettering.BASELINE));
    }
}
