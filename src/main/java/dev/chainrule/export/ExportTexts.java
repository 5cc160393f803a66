package dev.chainrule.export;

import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.ColumnEncoder.Numeric;
import dev.chainrule.preprocessing.ColumnEncoder.OneHot;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.ArrayList;
import java.util.List;

/** What the text inside a file says of its inputs and outputs. */
final class ExportTexts {
    private ExportTexts() {}

    static String ofColumns(Preprocessing preprocessing, OnnxFeatures features, OnnxTargets targets) {
        var lines = new ArrayList<String>();
        lines.add("Inputs, each with one row for each row to predict:");
        if (features.isNumbered()) {
            lines.add("- " + OnnxFeatures.NUMBERED + ": the numbers x1 to x" + preprocessing.features().size()
                    + " side by side; " + missing(preprocessing.features()));
        } else {
            preprocessing.features().forEach(feature -> lines.add("- " + feature.column() + ": " + ofFeature(feature)));
        }
        lines.add("Outputs:");
        lines.add("- " + targets.outputs() + ": " + String.join(", ", preprocessing.outputNames())
                + "; NaN for a row that predict refuses");
        if (targets.decidesOneClass()) {
            lines.add("- " + targets.classes() + ": the number of the class, -1 for a row that predict refuses");
            if (!targets.labels().isEmpty()) {
                lines.add("- " + targets.label() + ": the name of the class, empty for a row that predict refuses");
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String missing(List<ColumnEncoder> numbers) {
        return numbers.stream().anyMatch(number -> ((Numeric) number).missing() == null)
                ? "no number may be missing: NaN makes all outputs of its row NaN"
                : "NaN stands for a missing number";
    }

    private static String ofFeature(ColumnEncoder feature) {
        return switch (feature) {
            case Numeric numeric -> "a number; " + (numeric.missing() == null
                    ? "it may not be missing: NaN makes all outputs of its row NaN"
                    : "NaN stands for a missing one");
            case OneHot oneHot -> "a category, spelled as the dataset has it; " + (oneHot.missing() == null
                    ? "an unknown one is like none of them"
                    : "\"\" stands for a missing one, an unknown one is like none of them");
            case ColumnEncoder.Binary _ -> "a category";
        };
    }

    static String ofEncoded(Preprocessing preprocessing) {
        return "The network alone. Inputs: numbers as the preprocessing of the version gives them. Outputs: as the network gives them: "
                + String.join(", ", preprocessing.outputNames()) + "\n";
    }
}
