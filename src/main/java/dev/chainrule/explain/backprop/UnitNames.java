package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.picture.ShortNumber;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Readable names of the inputs and outputs of a stack of layers. */
final class UnitNames {
    /** Longer names are cut off. */
    private static final int SHOWN = 24;

    private final List<String> inputs;
    private final List<String> outputs;
    private final List<ColumnEncoder> encoders;

    private UnitNames(List<String> inputs, List<String> outputs, List<ColumnEncoder> encoders) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.encoders = encoders;
    }

    static UnitNames of(ExplainedModel explained) {
        return explained.preprocessing()
                .map(preprocessing -> new UnitNames(
                        inputs(preprocessing), preprocessing.outputNames(), perInput(preprocessing)))
                .orElseGet(() -> new UnitNames(
                        numbered(LayerGraph.X, explained.graph().inputs()),
                        numbered(LayerGraph.Y, explained.graph().outputs()), List.of()));
    }

    private static List<String> inputs(Preprocessing preprocessing) {
        return preprocessing.features().stream()
                .flatMap(encoder -> encoder.categories().isEmpty() ? Stream.of(encoder.column())
                        : encoder.categories().stream().map(category -> encoder.column() + " = " + category))
                .toList();
    }

    /** The encoder that gives each input. */
    private static List<ColumnEncoder> perInput(Preprocessing preprocessing) {
        return preprocessing.features().stream()
                .flatMap(encoder -> Stream.generate(() -> encoder).limit(encoder.width()))
                .toList();
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "[" + i + "]").toList();
    }

    /** The column, and the category if it has any. */
    String input(int index) {
        return shortened(inputs.get(index));
    }

    /** The target, or the class whose probability it is. */
    String output(int index) {
        return shortened(outputs.get(index));
    }

    private static String shortened(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN - 1) + "…";
    }

    /** The raw number that an input comes from, where it is scaled. */
    Optional<String> raw(int index, double input) {
        return !encoders.isEmpty()
                && encoders.get(index) instanceof ColumnEncoder.Numeric(_, double shift, double scale, _)
                && scale != 0 && (scale != 1 || shift != 0)
                        ? Optional.of(ShortNumber.text(input / scale + shift))
                        : Optional.empty();
    }
}
