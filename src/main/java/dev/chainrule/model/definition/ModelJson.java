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
        var precision = precision(document, faults);
        var graph = document.graph();
        if (graph != null) {
            return readGraph(graph, document, numbers(precision, faults), faults);
        }
        if (faults.at("graph").isPartlyUnread()) {
            return Optional.empty();
        }
        var loss = loss(document, faults);
        var inputs = layeredInputs(document, faults);
        var documents = document.layers();
        if (documents == null || documents.isEmpty()) {
            faults.add("layers", "is missing: give at least one layer, such as {\"units\": 1}");
            return Optional.empty();
        }
        if (documents.size() > limits.maxLayers()) {
            faults.add("layers", "has " + documents.size() + " layers, more than " + limits.maxLayers());
            return Optional.empty();
        }
        var numbers = numbers(precision, faults);
        var layers = faults.attempt(() -> Optional.of(layers(documents, loss, inputs, numbers, faults)));
        if (layers.isEmpty() || precision.isEmpty() || loss.isEmpty()) {
            return Optional.empty();
        }
        var definition =
                new LayeredModel(precision.get(), inputs, layers.get(), loss.get(),
                        Optional.ofNullable(document.seed()));
        requireAtMostMaxParameters(definition, inputs.orElse(1), faults);
        return Optional.of(definition);
    }

    /** @return empty, and a fault noted, if there is no such precision */
    private static Optional<Precision> precision(ModelDocument document, Faults faults) {
        return document.precision() == null
                ? Optional.of(Precision.FLOAT32)
                : faults.choice("precision", document.precision(), Precision.class);
    }

    /** Where the precision is faulty, numbers are held to the wider one. */
    private static Precision numbers(Optional<Precision> precision, Faults faults) {
        return precision.filter(_ -> !faults.at("precision").isPartlyUnread()).orElse(Precision.FLOAT64);
    }

    /** @return empty, and a fault noted, if there is no such loss */
    private static Optional<Loss> loss(ModelDocument document, Faults faults) {
        if (document.loss() == null) {
            faults.add("loss", "is missing: name the loss to minimise, such as mean_squared_error");
            return Optional.empty();
        }
        return faults.choice("loss", document.loss(), Loss.class);
    }

    /** @param loss empty if it is faulty */
    private List<LayerDefinition> layers(
            List<JsonNode> documents, Optional<Loss> loss, OptionalInt inputs, Precision numbers, Faults faults) {
        var layers = new ArrayList<LayerDefinition>();
        int fanIn = inputs.orElse(LayerJson.UNKNOWN);
        for (int i = 0; i < documents.size(); i++) {
            boolean isLast = i == documents.size() - 1;
            var json = new LayerJson(isLast ? loss : Optional.empty(), numbers, fanIn, isLast, limits.maxUnits());
            var layer = json.read(documents.get(i), faults.at("layers").at(i));
            layer.ifPresent(layers::add);
            fanIn = layer.map(LayerDefinition::units).orElse(LayerJson.UNKNOWN);
        }
        return layers;
    }

    private Optional<ModelDefinition> readGraph(
            GraphDocument graph, ModelDocument document, Precision precision, Faults faults) {
        faults.require(document.layers() == null, "layers", "must be left out, because the graph defines the layers");
        faults.require(document.loss() == null, "loss", "must be left out, because losses are nodes of the graph");
        var inputs = faults.attempt(() -> Optional.of(givenInputs(document, faults)));
        var json = new GraphJson(limits, faults.at("graph"));
        var nodes = json.nodes(graph, inputs.orElse(OptionalInt.empty()));
        // The sizes of nodes may depend on the number of inputs.
        if (nodes.isEmpty() || inputs.isEmpty()) {
            return Optional.empty();
        }
        var model = json.model(
                nodes.get(), Optional.ofNullable(graph.output()), precision, inputs.get(),
                Optional.ofNullable(document.seed()));
        model.ifPresent(found -> requireAtMostMaxParameters(found, 1, faults));
        return model.map(Function.identity());
    }

    private OptionalInt givenInputs(ModelDocument document, Faults faults) {
        return Form.integer(1, limits.maxUnits()).readIfGiven(document.inputs(), faults.at("inputs"))
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** Given weights of the first layer say how many inputs there are, too. */
    private OptionalInt layeredInputs(ModelDocument document, Faults faults) {
        if (document.inputs() != null && !document.inputs().isNull()) {
            return givenInputs(document, faults);
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
    void requireAtMostMaxParameters(ModelDefinition definition, int inputs, Faults faults) {
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
    public ModelDocument write(Optional<String> name, ModelDefinition definition) {
        JsonNode inputs = definition.inputs().isPresent()
                ? JsonNodeFactory.instance.numberNode(definition.inputs().getAsInt())
                : null;
        var precision = JsonName.of(definition.precision());
        Long seed = definition.seed().orElse(null);
        return switch (definition) {
            case LayeredModel model -> new ModelDocument(
                    name.orElse(null), precision, inputs, model.layers().stream().map(LayerJson::write).toList(), null,
                    JsonName.of(model.loss()), seed);
            case GraphModel model ->
                new ModelDocument(name.orElse(null), precision, inputs, null, GraphJson.write(model), null, seed);
        };
    }
}
