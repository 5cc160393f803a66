package dev.chainrule.model.definition;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns a model's JSON form into its definition and back, and names every fault on the way. */
@Component
public class ModelJson {
    private final ModelProperties limits;

    ModelJson(ModelProperties limits) {
        this.limits = limits;
    }

    /** @return empty, and faults noted, if the document describes no model */
    public Optional<ModelDefinition> read(ModelDocument document, Faults faults) {
        return faults.attempt(() -> readDocument(document, faults));
    }

    private Optional<ModelDefinition> readDocument(ModelDocument document, Faults faults) {
        var precision = document.precision() == null
                ? Precision.FLOAT32
                : faults.choice("precision", document.precision(), Precision.class);
        if (document.graph() != null) {
            return readGraph(document, precision, faults);
        }
        if (faults.at("graph").isPartlyUnread()) {
            return Optional.empty();
        }
        var loss = document.loss() == null ? null : faults.choice("loss", document.loss(), Loss.class);
        if (document.loss() == null) {
            faults.add("loss", "is missing: name the loss to minimise, such as mean_squared_error");
        }
        var inputs = layeredInputs(document, faults);
        if (document.layers() == null || document.layers().isEmpty()) {
            faults.add("layers", "is missing: give at least one layer, such as {\"units\": 1}");
            return Optional.empty();
        }
        if (document.layers().size() > limits.maxLayers()) {
            faults.add("layers", "has " + document.layers().size() + " layers, more than " + limits.maxLayers());
            return Optional.empty();
        }
        // Where the precision is faulty, numbers are held to the wider one.
        var numbers = precision == null || faults.at("precision").isPartlyUnread() ? Precision.FLOAT64 : precision;
        var layers = faults.attempt(() -> Optional.of(layers(document.layers(), loss, inputs, numbers, faults)));
        if (layers.isEmpty() || precision == null || loss == null) {
            return Optional.empty();
        }
        var definition =
                new LayeredModel(precision, inputs, layers.get(), loss, Optional.ofNullable(document.seed()));
        requireParameters(definition, inputs.orElse(1), faults);
        return Optional.of(definition);
    }

    /** @param loss null, if it is faulty */
    private List<LayerDefinition> layers(
            List<JsonNode> documents, Loss loss, OptionalInt inputs, Precision numbers, Faults faults) {
        var layers = new ArrayList<LayerDefinition>();
        int fanIn = inputs.orElse(LayerJson.UNKNOWN);
        for (int i = 0; i < documents.size(); i++) {
            boolean isLast = i == documents.size() - 1;
            var json = new LayerJson(isLast ? loss : null, numbers, fanIn, isLast, limits.maxUnits());
            var layer = json.read(documents.get(i), faults.at("layers").at(i));
            layer.ifPresent(layers::add);
            fanIn = layer.map(LayerDefinition::units).orElse(LayerJson.UNKNOWN);
        }
        return layers;
    }

    private Optional<ModelDefinition> readGraph(ModelDocument document, Precision precision, Faults faults) {
        var inputs = faults.attempt(() -> {
            faults.require(document.layers() == null, "layers",
                    "must be left out, because the graph defines the layers");
            faults.require(
                    document.loss() == null, "loss", "must be left out, because losses are nodes of the graph");
            return Optional.of(givenInputs(document, faults));
        });
        if (inputs.isEmpty() || precision == null) {
            return Optional.empty();
        }
        var model = new GraphJson(limits, faults.at("graph"))
                .read(document.graph(), precision, inputs.get().orElse(null), Optional.ofNullable(document.seed()));
        model.ifPresent(found -> requireParameters(found, 1, faults));
        return model.map(Function.identity());
    }

    private Optional<Integer> givenInputs(ModelDocument document, Faults faults) {
        return Form.integer(1, limits.maxUnits()).readIfGiven(document.inputs(), faults.at("inputs"));
    }

    /** Given weights of the first layer say how many inputs there are, too. */
    private OptionalInt layeredInputs(ModelDocument document, Faults faults) {
        if (document.inputs() != null && !document.inputs().isNull()) {
            return givenInputs(document, faults).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }
        if (document.layers() == null || document.layers().isEmpty()) {
            return OptionalInt.empty();
        }
        var weights = document.layers().getFirst().path("weights");
        if (!weights.isArray()) {
            return OptionalInt.empty();
        }
        faults.at("layers").at(0).require(
                !weights.isEmpty() && weights.size() <= limits.maxUnits(), "weights",
                "must have between 1 and " + limits.maxUnits() + " rows, one for each input, but has "
                        + weights.size());
        return OptionalInt.of(weights.size());
    }

    /** Notes a fault if the model with this many inputs has more parameters than allowed. */
    void requireParameters(ModelDefinition definition, int inputs, Faults faults) {
        long count = definition.parameterCount(inputs);
        faults.require(
                count <= limits.maxParameters(),
                switch (definition) {
                    case LayeredModel _ -> "layers";
                    case GraphModel _ -> "graph";
                },
                "must have at most " + limits.maxParameters() + " parameters, but would have " + count);
    }

    /** The definition as JSON, every default written out. */
    public ModelDocument write(String name, ModelDefinition definition) {
        var inputs = definition.inputs().isPresent()
                ? JsonNodeFactory.instance.numberNode(definition.inputs().getAsInt())
                : null;
        var precision = JsonName.of(definition.precision());
        Long seed = definition.seed().orElse(null);
        return switch (definition) {
            case LayeredModel model -> new ModelDocument(
                    name, precision, inputs, model.layers().stream().map(LayerJson::write).toList(), null,
                    JsonName.of(model.loss()), seed);
            case GraphModel model ->
                new ModelDocument(name, precision, inputs, null, GraphJson.write(model), null, seed);
        };
    }
}
