package dev.chainrule.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.history.EpochChart.Failure;
import dev.chainrule.picture.ChartScale;
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
class EpochChartTest {
    private static Epoch epoch(int epoch, double cost, double validationCost) {
        return new Epoch(
                epoch, Arrays.stream(Figure.values()).mapToDouble(figure -> switch (figure) {
                    case COST -> cost;
                    case VALIDATION_COST -> validationCost;
                    default -> Double.NaN;
                }).toArray());
    }

    private static List<Epoch> epochs(int count, IntToDoubleFunction cost, IntToDoubleFunction validationCost) {
        return IntStream.range(0, count)
                .mapToObj(e -> epoch(e, cost.applyAsDouble(e), validationCost.applyAsDouble(e)))
                .toList();
    }

    private static EpochChart chart(List<Epoch> epochs, ChartScale scale) {
        return new EpochChart(
                "net on data", "RUNNING, epoch 9 of 10", EpochMetric.COST, epochs, Optional.empty(), scale,
                Optional.empty());
    }

    private static Document svg(EpochChart chart, int width, int height) throws Exception {
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
    void everyEpochIsAPointOfItsLine(ChartScale scale) throws Exception {
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
        var svg = svg(chart(epochs(10, e -> 1.0 / (e + 1), _ -> Double.NaN), ChartScale.LINEAR), 400, 300);

        assertThat(lines(svg)).containsExactly(10);
        assertThat(texts(svg)).doesNotContain("validation cost");
    }

    @Test
    void theBestEpochIsNamed() throws Exception {
        var epochs = epochs(10, e -> 1.0 / (e + 1), e -> 1 + Math.abs(e - 6));
        var chart = new EpochChart(
                "net", "SUCCEEDED", EpochMetric.COST, epochs, Optional.of(epochs.get(6)), ChartScale.LINEAR,
                Optional.empty());

        assertThat(texts(svg(chart, 800, 500))).contains("best: epoch 6");
    }

    @Test
    void aChartWithoutEpochsSaysSo() throws Exception {
        var svg = svg(chart(List.of(), ChartScale.LOG), 800, 500);

        assertThat(lines(svg)).isEmpty();
        assertThat(texts(svg)).contains("net on data", "No epoch is completed yet");
    }

    @Test
    void oneEpochIsADot() throws Exception {
        var one = svg(chart(epochs(1, _ -> 0.7, _ -> Double.NaN), ChartScale.LINEAR), 800, 500);
        var two = svg(chart(epochs(2, _ -> 0.7, _ -> Double.NaN), ChartScale.LINEAR), 800, 500);

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
        for (var scale : ChartScale.values()) {
            var chart = chart(epochs, scale);
            if (scale == ChartScale.LINEAR || chart.allPositive()) {
                assertThat(lines(svg(chart, 600, 400))).as(scale.name()).containsExactly(100);
            }
        }
    }

    @Test
    void aLogarithmicAxisIsLabelledByPowersOfTenOrByRoundNumbers() throws Exception {
        var wide = svg(chart(epochs(100, e -> Math.pow(10, -e / 20.0), _ -> Double.NaN), ChartScale.LOG), 600, 400);
        var narrow = svg(chart(epochs(100, e -> 2 - e / 100.0, _ -> Double.NaN), ChartScale.LOG), 600, 400);

        assertThat(texts(wide)).contains("1", "0.1", "0.01", "0.001", "10⁻⁴");
        assertThat(texts(narrow)).contains("1.2", "1.4", "1.6", "1.8", "2");
    }

    @Test
    void aJobThatDivergedInItsFirstEpochHasDifferentAxisLabelsAndSaysThatItDiverged() throws Exception {
        var chart = new EpochChart(
                "net", "FAILED, epoch 0 of 50", EpochMetric.COST, epochs(1, _ -> 76.0086439753718, _ -> Double.NaN),
                Optional.empty(), ChartScale.LINEAR, Optional.of(new Failure(1, "diverged", "The cost was no longer"
                        + " finite in epoch 1")));

        var texts = texts(svg(chart, 800, 500));

        assertThat(texts).contains("diverged", "The cost was no longer finite in epoch 1", "70", "80");
        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void onlyCostsAboveZeroHaveALogarithm() {
        assertThat(chart(epochs(3, e -> e, _ -> Double.NaN), ChartScale.LOG).allPositive()).isFalse();
        assertThat(chart(epochs(3, _ -> 1, e -> e), ChartScale.LOG).allPositive()).isFalse();
        var positive = epochs(3, _ -> 1, _ -> Double.NaN);
        assertThat(chart(positive, ChartScale.LOG).allPositive()).isTrue();
        assertThat(new EpochChart(
                "", "", EpochMetric.COST, positive, Optional.of(epoch(7, 0, 1)), ChartScale.LOG, Optional.empty())
                .allPositive()).isFalse();
    }

    @Test
    void markupInTheTitleIsText() throws Exception {
        var nasty = "<script>alert(1)</script> & \"]]>' &lt; <!--";
        var chart = new EpochChart(
                nasty, nasty, EpochMetric.COST, epochs(3, e -> e, _ -> Double.NaN), Optional.empty(),
                ChartScale.LINEAR, Optional.empty());

        var svg = svg(chart, 2000, 500);

        assertThat(texts(svg)).filteredOn(nasty::equals).hasSize(2);
        assertThat(elements(svg, "script")).isEmpty();
        assertThat(elements(svg, "title").getFirst().getTextContent()).isEqualTo(nasty + ": " + nasty);
    }

    @Test
    void theSameEpochsGiveTheSameBytes() {
        var chart = chart(epochs(300, e -> 1.0 / (e + 1), e -> 2.0 / (e + 1)), ChartScale.LOG);

        assertThat(chart.picture(new PictureSize(700, 400)).svg())
                .isEqualTo(chart.picture(new PictureSize(700, 400)).svg());
        assertThat(chart.picture(new PictureSize(700, 400)).png())
                .isEqualTo(chart.picture(new PictureSize(700, 400)).png());
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "2000, 200", "200, 2000", "800, 500"})
    void aPngHasItsSizeAndTheColoursOfItsLines(int width, int height) throws Exception {
        var longest = "a".repeat(63) + " on " + "b".repeat(63);
        var chart = new EpochChart(
                longest, "SUCCEEDED, epoch 10000000 of 10000000", EpochMetric.COST,
                epochs(100, e -> 1.0 / (e + 1), e -> 1.5 / (e + 1)), Optional.empty(), ChartScale.LINEAR,
                Optional.empty());

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
