package dev.chainrule.imports;

import dev.chainrule.model.definition.GraphModel;
import dev.chainrule.model.definition.LayeredModel;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares a model with what a file can say of one: its layers, precision, inputs and loss. What only training needs, such as dropout, is
 * the model's own.
 */
final class DefinitionDifference {
    private static final int SHOWN = 3;

    private DefinitionDifference() {}

    /** The first differences in words, each with both values; empty if there is none. */
    static Optional<String> of(ModelDefinition present, LayeredModel file) {
        return switch (present) {
            case GraphModel _ -> Optional.of("it is a graph, and the file has layers");
            case LayeredModel layers -> {
                var differences = differences(layers, file);
                yield differences.isEmpty() ? Optional.empty()
                        : Optional.of(String.join(", ", differences.subList(0, Math.min(SHOWN, differences.size()))));
            }
        };
    }

    private static List<String> differences(LayeredModel model, LayeredModel file) {
        var differences = new ArrayList<String>();
        add(differences, "precision", JsonName.of(model.precision()), JsonName.of(file.precision()));
        if (model.inputs().isPresent()) {
            add(differences, "inputs", model.inputs().getAsInt(), file.inputs().orElseThrow());
        }
        add(differences, "loss", JsonName.of(model.loss()), JsonName.of(file.loss()));
        int layers = model.layers().size();
        add(differences, "the number of layers", layers, file.layers().size());
        for (int i = 0; i < layers && layers == file.layers().size(); i++) {
            add(differences, i, model.layers().get(i), file.layers().get(i));
        }
        return differences;
    }

    private static void add(List<String> differences, int index, LayerDefinition model, LayerDefinition file) {
        var layer = "layers[" + index + "].";
        add(differences, layer + "units", model.units(), file.units());
        add(differences, layer + "activation", JsonName.of(model.activation()), JsonName.of(file.activation()));
        add(differences, layer + "bias", model.bias(), file.bias());
    }

    private static void add(List<String> differences, String what, Object model, Object file) {
        if (!model.equals(file)) {
            differences.add(what + " is " + model + " in the model and " + file + " in the file");
        }
    }
}
