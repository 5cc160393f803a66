package dev.chainrule.picture.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.picture.diagram.Box.BoxKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In every diagram texts, boxes and arrows keep clear of each other. */
class DiagramLayoutTest {
    private static Box box(String id, int lines) {
        return new Box(id, BoxKind.OPERATION, id + " = tanh(z)",
                IntStream.range(0, lines).mapToObj(i -> "value " + i + " = −0.1235").toList());
    }

    private static Arrow arrow(String from, String to) {
        return new Arrow(from, to, "∂" + to + "/∂" + from + " = 0.25", 1, 0.5);
    }

    private static Diagram diagram(List<Box> boxes, List<Arrow> arrows) {
        return Diagram.layered("A diagram", boxes, arrows, List.of("What the boxes are.", "What the arrows are."));
    }

    private static List<Integer> boxesPerColumn(Diagram diagram) {
        return diagram.columns().stream().map(column -> column.boxes().size()).toList();
    }

    @Test
    void aChainIsARowOfBoxesOnOneLevel() {
        var chain = diagram(
                List.of(box("a", 1), box("b", 4), box("c", 2)), List.of(arrow("a", "b"), arrow("b", "c")));

        assertThat(boxesPerColumn(chain)).containsExactly(1, 1, 1);
        assertThat(DiagramLayout.of(chain).boxes()).extracting(placed -> Math.round(placed.bounds().getCenterY()))
                .containsOnly(Math.round(DiagramLayout.of(chain).boxes().getFirst().bounds().getCenterY()));
        Readability.check(chain);
    }

    @Test
    void anArrowThatSkipsColumnsPassesBesideTheirBoxes() {
        var skipping = diagram(
                List.of(box("a", 3), box("b", 3), box("c", 3), box("d", 3)),
                List.of(arrow("a", "b"), arrow("b", "c"), arrow("c", "d"), arrow("a", "d"), arrow("b", "d")));

        Readability.check(skipping);
    }

    @Test
    void aBoxWithoutArrowsToItStandsNextToTheFirstThatItPointsTo() {
        var late = diagram(
                List.of(box("x", 1), box("h", 1), box("w", 1), box("z", 1)),
                List.of(arrow("x", "h"), arrow("h", "z"), arrow("w", "z")));

        assertThat(boxesPerColumn(late)).containsExactly(1, 2, 1);
        Readability.check(late);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, true", "4, 5, true", "12, 8, false", "12, 12, true"})
    void layersWithAnArrowFromEachUnitToEachAreReadable(int inputs, int units, boolean labelled) {
        var left = IntStream.range(0, inputs).mapToObj(i -> box("x" + i, 1)).toList();
        var right = new ArrayList<>(IntStream.range(0, units).mapToObj(j -> box("a" + j, 4)).toList());
        right.add(Box.rest("rest", "+ 120 more"));
        var arrows = left.stream()
                .flatMap(from -> IntStream.range(0, units).mapToObj(j -> labelled
                        ? arrow(from.id(), "a" + j)
                        : new Arrow(from.id(), "a" + j, "", -1, 1)))
                .toList();

        Readability.check(new Diagram(
                "Layers",
                List.of(new DiagramColumn("784 inputs", left), new DiagramColumn("layer 1: 128 units", right)), arrows,
                List.of("A caption that is much longer than the diagram is wide, so that the picture is as wide as"
                        + " its text")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyGraphIsReadable(long seed) {
        var random = new Random(seed);
        int count = 5 + random.nextInt(25);
        var boxes = new ArrayList<Box>();
        var arrows = new ArrayList<Arrow>();
        for (int i = 0; i < count; i++) {
            boxes.add(box("n" + i, random.nextInt(5)));
            int end = i;
            random.ints(random.nextInt(4), 0, Math.max(1, i)).distinct().filter(from -> from < end)
                    .forEach(from -> arrows.add(arrow("n" + from, "n" + end)));
        }

        Readability.check(diagram(boxes, arrows));
    }

    @Test
    void arrowsThatNeedNotCrossDoNot() {
        var lanes = Lanes.of(diagram(
                List.of(box("a", 1), box("b", 1), box("c", 1), box("d", 1), box("e", 1), box("f", 1)),
                List.of(arrow("a", "f"), arrow("b", "e"), arrow("c", "d"), arrow("d", "f"))));

        assertThat(IntStream.range(0, lanes.columns().size()).map(lanes::crossingsAfter).sum()).isZero();
    }
}
