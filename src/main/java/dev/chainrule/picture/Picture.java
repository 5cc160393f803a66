package dev.chainrule.picture;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGSyntax;
import org.apache.batik.svggen.SimpleImageHandler;
import org.jfree.chart.ui.Drawable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * A chart or a diagram with its size. The same picture gives the same SVG wherever the same fonts are installed.
 *
 * @param title what it shows, for people who cannot see it
 */
public record Picture(Drawable chart, String title, PictureSize size) {
    private static final String SVG = SVGSyntax.SVG_NAMESPACE_URI;

    /** Text remains text: it can be read aloud, searched and copied, and is shown in the viewer's fonts. */
    public byte[] svg() {
        var document = document();
        var context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setGenericImageHandler(new SimpleImageHandler(new EmbeddedImages()));
        var graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(size.width(), size.height()));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, size.width(), size.height()));
        var root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + size.width() + " " + size.height());
        root.setAttributeNS(null, "role", "img");
        var name = document.createElementNS(SVG, "title");
        name.setTextContent(title);
        root.insertBefore(name, root.getFirstChild());
        makeLegal(root);
        var out = new ByteArrayOutputStream();
        try {
            TransformerFactory.newDefaultInstance().newTransformer()
                    .transform(new DOMSource(root), new StreamResult(out));
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    /** Replaces characters that XML cannot represent, such as most control characters. */
    private static void makeLegal(Node part) {
        if (part instanceof Text text) {
            text.setData(legal(text.getData()));
        }
        for (var child = part.getFirstChild(); child != null; child = child.getNextSibling()) {
            makeLegal(child);
        }
    }

    private static String legal(String text) {
        var legal = new StringBuilder();
        text.codePoints()
                .map(c -> (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c > 0xFFFF ? c : '?')
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public byte[] png() {
        var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, size.width(), size.height()));
        graphics.dispose();
        return Png.bytes(image);
    }
}
