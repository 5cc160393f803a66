package dev.chainrule.picture;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Dots with values, lines with gradients between them, and words below, as SVG. Whatever is written is escaped.
 *
 * @param title what is shown, for those who do not see it, too
 * @param captions lines of text at the bottom
 * @param width in pixels
 * @param height in pixels, without title and captions
 */
public record Diagram(String title, List<Dot> dots, List<Line> lines, List<String> captions, double width,
        double height) {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final double TITLE_HEIGHT = 44;
    private static final double CAPTION_HEIGHT = 18;
    private static final double RADIUS = 25;
    private static final double BOX_WIDTH = 96;
    private static final double BOX_HEIGHT = 46;

    private static final String TEXT = "#333333";
    private static final String FAINT = "#777777";
    /** More of the parameter costs more. */
    private static final String RISING = "#d62728";
    /** More of the parameter costs less. */
    private static final String FALLING = "#1f77b4";
    private static final double THINNEST = 0.6;
    private static final double THICKEST = 7;

    /**
     * A value.
     *
     * @param name written in small letters above the value
     * @param note written below; empty for none
     * @param tooltip in full
     * @param box whether it is drawn as a box
     */
    public record Dot(double x, double y, String name, String value, String note, String tooltip, boolean box) {}

    /**
     * A gradient between two dots.
     *
     * @param label empty for none
     * @param labelAt where on its way the label stands, from 0 to 1
     * @param gradient whose sign gives the colour
     * @param share from 0 to 1, gives the thickness
     */
    public record Line(Dot from, Dot to, String label, double labelAt, String tooltip, double gradient, double share) {}

    /** A number in few digits. */
    public static String brief(double number) {
        if (!Double.isFinite(number) || number == 0) {
            return number == 0 ? "0" : Double.toString(number);
        }
        var rounded = new BigDecimal(number).round(new MathContext(4)).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-3 && size < 1e5 ? rounded.toPlainString() : Double.toString(rounded.doubleValue());
    }

    public byte[] svg() {
        var out = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            write(xml);
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private void write(XMLStreamWriter xml) throws XMLStreamException {
        double whole = TITLE_HEIGHT + height + CAPTION_HEIGHT * captions.size() + 12;
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace(SVG);
        attributes(xml, "viewBox", "0 0 " + pixels(width) + " " + pixels(whole), "width", pixels(width), "height",
                pixels(whole), "role", "img", "font-family", "sans-serif", "font-size", "11", "fill", TEXT);
        element(xml, "title", title);
        xml.writeEmptyElement("rect");
        attributes(xml, "width", "100%", "height", "100%", "fill", "#ffffff");
        text(xml, width / 2, 26, title, "font-size", "15", "font-weight", "bold");
        for (var line : lines) {
            line(xml, line);
        }
        for (var line : lines) {
            label(xml, line);
        }
        for (var dot : dots) {
            dot(xml, dot);
        }
        for (int i = 0; i < captions.size(); i++) {
            text(xml, width / 2, TITLE_HEIGHT + height + CAPTION_HEIGHT * (i + 0.7), captions.get(i), "fill", FAINT);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void line(XMLStreamWriter xml, Line line) throws XMLStreamException {
        xml.writeStartElement("line");
        attributes(xml, "x1", pixels(line.from().x()), "y1", pixels(line.from().y() + TITLE_HEIGHT), "x2",
                pixels(line.to().x()), "y2", pixels(line.to().y() + TITLE_HEIGHT), "stroke", color(line),
                "stroke-width", pixels(THINNEST + (THICKEST - THINNEST) * line.share()), "stroke-opacity", "0.6");
        element(xml, "title", line.tooltip());
        xml.writeEndElement();
    }

    private static String color(Line line) {
        return line.gradient() > 0 ? RISING : line.gradient() < 0 ? FALLING : FAINT;
    }

    private static void label(XMLStreamWriter xml, Line line) throws XMLStreamException {
        if (!line.label().isEmpty()) {
            double t = line.labelAt();
            text(xml, line.from().x() + t * (line.to().x() - line.from().x()),
                    line.from().y() + t * (line.to().y() - line.from().y()) + TITLE_HEIGHT + 4, line.label(), "fill",
                    color(line), "stroke", "#ffffff", "stroke-width", "3", "paint-order", "stroke");
        }
    }

    private static void dot(XMLStreamWriter xml, Dot dot) throws XMLStreamException {
        double y = dot.y() + TITLE_HEIGHT;
        xml.writeStartElement("g");
        element(xml, "title", dot.tooltip());
        if (dot.box()) {
            xml.writeEmptyElement("rect");
            attributes(xml, "x", pixels(dot.x() - BOX_WIDTH / 2), "y", pixels(y - BOX_HEIGHT / 2), "width",
                    pixels(BOX_WIDTH), "height", pixels(BOX_HEIGHT), "rx", "6");
        } else {
            xml.writeEmptyElement("circle");
            attributes(xml, "cx", pixels(dot.x()), "cy", pixels(y), "r", pixels(RADIUS));
        }
        attributes(xml, "fill", "#ffffff", "stroke", TEXT);
        text(xml, dot.x(), y - 6, dot.name(), "font-size", "9", "fill", FAINT);
        text(xml, dot.x(), y + 7, dot.value());
        if (!dot.note().isEmpty()) {
            text(xml, dot.x(), y + (dot.box() ? 18 : RADIUS + 11), dot.note(), "font-size", "9", "fill", FAINT,
                    "stroke",
                    "#ffffff", "stroke-width", "3", "paint-order", "stroke");
        }
        xml.writeEndElement();
    }

    /** @param attributes names and values in turn */
    private static void text(XMLStreamWriter xml, double x, double y, String text, String... attributes)
            throws XMLStreamException {
        xml.writeStartElement("text");
        attributes(xml, "x", pixels(x), "y", pixels(y), "text-anchor", "middle");
        attributes(xml, attributes);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private static void attributes(XMLStreamWriter xml, String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    /** XML has no way to write most control characters. */
    private static String legal(String text) {
        var legal = new StringBuilder();
        text.codePoints()
                .map(c -> (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c > 0xFFFF ? c : '?')
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static String pixels(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
