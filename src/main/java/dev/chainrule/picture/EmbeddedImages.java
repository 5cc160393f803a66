package dev.chainrule.picture;

import java.awt.Image;
import java.awt.image.RenderedImage;
import java.util.Base64;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGSyntax;
import org.w3c.dom.Element;

/** Embeds the images of an SVG as PNG. Batik's own handler needs another library, which reads and writes every image format. */
final class EmbeddedImages extends DefaultImageHandler {
    @Override
    protected void handleHREF(Image image, Element element, SVGGeneratorContext context) {
        handleHREF((RenderedImage) image, element, context);
    }

    @Override
    protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context) {
        element.setAttributeNS(SVGSyntax.XLINK_NAMESPACE_URI, "xlink:href",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.bytes(image)));
    }
}
