package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.history.CostChart.Scale;
import dev.chainrule.picture.PictureSize;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** From epochs to the elements of an SVG and the pixels of a PNG. */
class CostChartTest {
    private static EpochView epoch(int epoch, double cost, double validationCost) {
        var figures = new double[EpochView.FIGURES];
        Arrays.fill(figures, Double.NaN);
        figures[0] = cost;
        figures[4] = validationCost;
        return EpochView.of(epoch, figures);
    }

    private static List<EpochView> epochs(int count, IntToDoubleFunction cost, IntToDoubleFunction validationCost) {
        return IntStream.range(0, count)
                .mapToObj(e -> epoch(e, cost.applyAsDouble(e), validationCost.applyAsDouble(e)))
                .toList();
    }

    private static CostChart chart(List<EpochView> epochs, Scale scale) {
        return new CostChart("net on data", "RUNNING, epoch 9 of 10", epochs, Optional.empty(), scale);
    }

    private static Document svg(CostChart chart, int width, int height) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.picture(new PictureSize(width, height)).svg()));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
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

    @ParameterizedTest
    @EnumSource
    void everyEpochIsAPointOfItsLine(Scale scale) throws Exception {
        var svg = svg(chart(epochs(250, e -> 1.0 / (e + 1), e -> e % 2 == 0 ? 2.0 / (e + 1) : Double.NaN), scale), 800,
                500);

        assertThat(lines(svg)).containsExactly(250, 125);
        assertThat(texts(svg)).contains("net on data", "RUNNING, epoch 9 of 10", "epoch", "cost", "validation cost");
        assertThat(elements(svg, "title").getFirst().getTextContent()).isEqualTo("net on data: RUNNING, epoch 9 of 10");
        assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 800 500");
        assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("800");
    }

    @Test
    void withoutValidationThereIsOneLine() throws Exception {
        var svg = svg(chart(epochs(10, e -> 1.0 / (e + 1), _ -> Double.NaN), Scale.LINEAR), 400, 300);

        assertThat(lines(svg)).containsExactly(10);
        assertThat(texts(svg)).doesNotContain("validation cost");
    }

    @Test
    void theBestEpochIsNamed() throws Exception {
        var epochs = epochs(10, e -> 1.0 / (e + 1), e -> 1 + Math.abs(e - 6));
        var chart = new CostChart("net", "SUCCEEDED", epochs, Optional.of(epochs.get(6)), Scale.LINEAR);

        assertThat(texts(svg(chart, 800, 500))).contains("best: epoch 6");
    }

    @Test
    void aChartWithoutEpochsSaysSo() throws Exception {
        var svg = svg(chart(List.of(), Scale.LOG), 800, 500);

        assertThat(lines(svg)).isEmpty();
        assertThat(texts(svg)).contains("net on data", "No epoch is completed yet");
    }

    @Test
    void oneEpochIsADot() throws Exception {
        var one = svg(chart(epochs(1, _ -> 0.7, _ -> Double.NaN), Scale.LINEAR), 800, 500);
        var two = svg(chart(epochs(2, _ -> 0.7, _ -> Double.NaN), Scale.LINEAR), 800, 500);

        assertThat(dots(one)).isPositive();
        assertThat(dots(two)).isZero();
    }

    private static long dots(Document svg) {
        return elements(svg, "path").stream().filter(path -> path.getAttribute("d").contains("C")).count();
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "3.7, 0.05", "1e3, 1e-9", "0.7, 0.6931", "1e300, 1e-300", "1e-300, 1e-305", "1, 1", "0, 0",
        "-3, -8"})
    void costsOfEverySizeAreDrawn(double from, double to) throws Exception {
        var epochs = epochs(100, e -> from + (to - from) * e / 99, _ -> Double.NaN);
        for (var scale : Scale.values()) {
            var chart = chart(epochs, scale);
            if (scale == Scale.LINEAR || chart.allPositive()) {
                assertThat(lines(svg(chart, 600, 400))).as(scale.name()).containsExactly(100);
            }
        }
    }

    @Test
    void aLogarithmicAxisIsLabelledByPowersOfTenOrByRoundedCosts() throws Exception {
        var wide = svg(chart(epochs(100, e -> Math.pow(10, -e / 20.0), _ -> Double.NaN), Scale.LOG), 600, 400);
        var narrow = svg(chart(epochs(100, e -> 2 - e / 100.0, _ -> Double.NaN), Scale.LOG), 600, 400);

        assertThat(texts(wide)).contains("1", "0.1", "0.01", "0.001", "1E-4");
        assertThat(texts(narrow)).contains("1", "1.26", "1.58");
    }

    @Test
    void onlyCostsAboveZeroHaveALogarithm() {
        assertThat(chart(epochs(3, e -> e, _ -> Double.NaN), Scale.LOG).allPositive()).isFalse();
        assertThat(chart(epochs(3, _ -> 1, e -> e), Scale.LOG).allPositive()).isFalse();
        var positive = epochs(3, _ -> 1, _ -> Double.NaN);
        assertThat(chart(positive, Scale.LOG).allPositive()).isTrue();
        assertThat(new CostChart("", "", positive, Optional.of(epoch(7, 0, 1)), Scale.LOG).allPositive()).isFalse();
    }

    @Test
    void whatLooksLikeMarkupIsText() throws Exception {
        var nasty = "<script>alert(1)</script> & \"]]>' &lt; <!--";
        var chart = new CostChart(nasty, nasty, epochs(3, e -> e, _ -> Double.NaN), Optional.empty(), Scale.LINEAR);

        var svg = svg(chart, 2000, 500);

        assertThat(texts(svg)).filteredOn(nasty::equals).hasSize(2);
        assertThat(elements(svg, "script")).isEmpty();
        assertThat(elements(svg, "title").getFirst().getTextContent()).isEqualTo(nasty + ": " + nasty);
    }

    @Test
    void theSameEpochsGiveTheSameBytes() {
        var chart = chart(epochs(300, e -> 1.0 / (e + 1), e -> 2.0 / (e + 1)), Scale.LOG);

        assertThat(chart.picture(new PictureSize(700, 400)).svg())
                .isEqualTo(chart.picture(new PictureSize(700, 400)).svg());
        assertThat(chart.picture(new PictureSize(700, 400)).png())
                .isEqualTo(chart.picture(new PictureSize(700, 400)).png());
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "2000, 200", "200, 2000", "800, 500"})
    void aPngHasItsSizeAndTheColoursOfItsLines(int width, int height) throws Exception {
        var longest = "a".repeat(63) + " on " + "b".repeat(63);
        var chart = new CostChart(longest, "SUCCEEDED, epoch 10000000 of 10000000",
                epochs(100, e -> 1.0 / (e + 1), e -> 1.5 / (e + 1)), Optional.empty(), Scale.LINEAR);

        var image = ImageIO.read(new ByteArrayInputStream(chart.picture(new PictureSize(width, height)).png()));

        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        var colors = IntStream.range(0, width * height)
                .mapToObj(i -> image.getRGB(i % width, i / width) & 0xffffff)
                .distinct()
                .toList();
        assertThat(colors).contains(0xffffff, 0x1f77b4, 0xff7f0e);
    }
}
