package dev.chainrule.explain.descent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.explain.descent.Minimization.Plan;
import dev.chainrule.graph.expression.Expression;
import dev.chainrule.network.Engine;
import dev.chainrule.picture.Picture;
import dev.chainrule.picture.PictureSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** From a path to the elements of an SVG and the pixels of a PNG. */
class MinimizationChartTest {
    private static final PictureSize SIZE = new PictureSize(800, 500);

    private static Picture picture(String function, double learningRate, PictureSize size, double... start) {
        var plan = new Plan(Direction.DESCENT, learningRate, 1e-5, 10_000, 0, 1000);
        var request = new MinimizationRequest(Expression.parse(function), start, plan);
        var minimization = new Minimization(request.function(), plan, Engine.FLOAT64);
        assertThat(minimization.start(start)).isEmpty();
        return new MinimizationChart(request, minimization.run(() -> false), request.function().run(Engine.FLOAT64))
                .picture(size);
    }

    private static Document svg(Picture picture) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(picture.svg()));
    }

    private static List<Element> elements(Document svg, String name) {
        var found = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static List<String> texts(Document svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    /** How many points each open path has that goes through more than two. */
    private static List<Integer> lines(Document svg) {
        return elements(svg, "path").stream()
                .map(path -> path.getAttribute("d"))
                .filter(d -> !d.contains("Z") && !d.contains("C"))
                .map(d -> d.split("L").length)
                .filter(points -> points > 2)
                .toList();
    }

    private static BufferedImage contours(Document svg) throws Exception {
        var data = elements(svg, "image").getFirst().getAttributeNS("http://www.w3.org/1999/xlink", "href");
        assertThat(data).startsWith("data:image/png;base64,");
        return ImageIO
                .read(new ByteArrayInputStream(Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1))));
    }

    @Test
    void thePathLiesOverTheCurve() throws Exception {
        var svg = svg(picture("x^4 - 3*x^3 + 2", 0.01, SIZE, 4));

        assertThat(lines(svg)).containsExactly(801, 43);
        assertThat(elements(svg, "image")).isEmpty();
        assertThat(texts(svg)).contains("f(x) = x^4 - 3*x^3 + 2", "x", "path", "start", "end",
                "CONVERGED after 42 steps: x = 2.25, f = −6.543");
        assertThat(elements(svg, "title").getFirst().getTextContent()).startsWith("f(x) = x^4 - 3*x^3 + 2: CONVERGED");
    }

    @Test
    void thePathLiesOverTheContours() throws Exception {
        var svg = svg(picture("(1 - x)^2 + 100*(y - x^2)^2", 0.001, SIZE, -1.2, 1));

        assertThat(lines(svg)).containsExactly(1000);
        assertThat(texts(svg)).contains("f(x, y) = (1 - x)^2 + 100*(y - x^2)^2", "x", "path", "start", "end");
        var image = contours(svg);
        // The valley is dark: from (−1.75, −0.27) to (1.54, 1.32), (0, 0) is at 53 % and 17 %, and (0, 1.3) is high.
        int width = image.getWidth();
        assertThat(image.getRGB(width * 53 / 100, width * 83 / 100) & 0xffffff).isEqualTo(0x440154);
        assertThat(image.getRGB(width * 53 / 100, 2) >> 8 & 0xff).isGreaterThan(0x80);
    }

    @Test
    void contoursLeaveUndefinedPointsGrey() throws Exception {
        var left = contours(svg(picture("x*log(x) + y^2", 0.1, SIZE, 2, 1)));
        assertThat(left.getRGB(0, 0) & 0xffffff).isEqualTo(0xeeeeee);
        assertThat(left.getRGB(left.getWidth() - 1, 0) & 0xffffff).isNotEqualTo(0xeeeeee);
    }

    @ParameterizedTest
    @CsvSource({
        "x^4 - 3*x^3 + 2, 1, 4", "1/x + x, 0.05, 0.3", "x*0, 1, 3", "1e90*x^2, 1e-95, 1e3", "x*1e-320, 1, 1e-300",
        "x^2, 0.1, 1e150", "x, 1, 1e200", "tan(x)^2, 0.1, 1.5", "0*log(x), 1, 1e-300", "exp(exp(x)), 0.001, 2",
        "sin(1/x), 0.01, 0.01", "x^2, 1e-320, 1e-160", "1e9 + 1e-9*x, 1, 1", "1 + x*1e-16, 1, 1"
    })
    void curveOfValuesUpTo1e100IsDrawn(String function, double learningRate, double start) throws Exception {
        var picture = picture(function, learningRate, SIZE, start);

        assertDrawn(picture);
        assertThat(lines(svg(picture))).as("the curve, of one or several pieces").isNotEmpty();
    }

    @Test
    void valuesBeyond1e100AreNotDrawn() throws Exception {
        var picture = picture("1e300*x^2", 1e-305, SIZE, 1e3);

        assertDrawn(picture);
        assertThat(lines(svg(picture))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x^2 + y^2, 2, 3, 1", "0*x*y, 1, 3, 3", "1/x + 1/y, 0.1, 1, 1", "x*y*1e90, 1, 1e10, 1e10", "x*y, 1, 1e120, 1",
        "log(x)/log(y), 0.1, 0.5, 2", "x + y, 1e-9, 0, 0"
    })
    void contoursOfEverySizeAreDrawn(String function, double learningRate, double x, double y) throws Exception {
        var picture = picture(function, learningRate, SIZE, x, y);

        assertDrawn(picture);
        assertThat(contours(svg(picture)).getWidth()).isEqualTo(801);
    }

    /** No coordinate is NaN or infinite, and the PNG has its size and more than its background. */
    private static void assertDrawn(Picture picture) throws Exception {
        assertThat(elements(svg(picture), "path")).extracting(path -> path.getAttribute("d"))
                .isNotEmpty()
                .noneMatch(d -> d.contains("NaN") || d.contains("Infinity"));
        var image = ImageIO.read(new ByteArrayInputStream(picture.png()));
        assertThat(image.getWidth()).isEqualTo(SIZE.width());
        assertThat(image.getHeight()).isEqualTo(SIZE.height());
        assertThat(IntStream.range(0, SIZE.width() * SIZE.height())
                .map(i -> image.getRGB(i % SIZE.width(), i / SIZE.width()))
                .distinct()
                .count()).isGreaterThan(2);
    }

    @Test
    void contoursOfLongFunctionsAreCoarser() throws Exception {
        var terms = IntStream.range(0, 450).mapToObj(i -> "(x + " + i + ")*y").toList();

        var image = contours(svg(picture(String.join(" + ", terms), 1e-9, SIZE, 1, 1)));

        assertThat(image.getWidth()).isBetween(200, 300);
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "2000, 300", "700, 400"})
    void picturesHaveTheSizeThatIsAskedFor(int width, int height) throws Exception {
        var size = new PictureSize(width, height);
        var image = ImageIO.read(new ByteArrayInputStream(picture("x^2 + y^2", 0.1, size, 1, 2).png()));

        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(svg(picture("x^2", 0.1, size, 1)).getDocumentElement().getAttribute("viewBox"))
                .isEqualTo("0 0 " + width + " " + height);
    }

    @Test
    void theSamePathGivesTheSameFile() {
        assertThat(picture("x^2 + y^2", 0.1, SIZE, 1, 2).svg()).isEqualTo(picture("x^2 + y^2", 0.1, SIZE, 1, 2).svg());
    }
}
