package dev.chainrule.model.definition;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Turns a model's JSON form into its definition and back, and names every fault on the way. */
@Component
public class ModelReader {
    private final ModelProperties limits;

    ModelReader(ModelProperties limits) {
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
        var inputs = inputs(document);
        if (document.inputs() != null) {
            requireSize(faults, "inputs", document.inputs());
        } else {
            inputs.ifPresent(rows -> faults.at("layers").at(0).require(
                    rows >= 1 && rows <= limits.maxUnits(),
                    "weights",
                    "must have from 1 to " + limits.maxUnits() + " rows, one for each input"));
        }
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
        var layers = faults.attempt(() -> Optional.of(layers(document, loss, inputs, numbers, faults)));
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
            ModelDocument document, Loss loss, OptionalInt inputs, Precision numbers, Faults faults) {
        var layers = new ArrayList<LayerDefinition>();
        int fanIn = inputs.orElse(-1);
        for (int i = 0; i < document.layers().size(); i++) {
            var at = faults.at("layers").at(i);
            var layer = document.layers().get(i);
            boolean last = i == document.layers().size() - 1;
            if (layer == null) {
                at.add("must be an object");
                fanIn = -1;
                continue;
            }
            if (last && loss == Loss.CATEGORICAL_CROSS_ENTROPY && Integer.valueOf(1).equals(layer.units())) {
                at.add("units", "must be at least 2 for categorical_cross_entropy, one for each class: give two classes"
                        + " two units, or one with binary_cross_entropy");
            } else if ("softmax".equals(layer.activation()) && Integer.valueOf(1).equals(layer.units())) {
                at.add("units", "must be at least 2 for softmax, whose outputs add up to 1: a single one is always 1");
            }
            if (last && loss != null && layer.activation() != null) {
                requireProbabilities(loss, layer.activation(), at);
            }
            readLayer(layer, last ? defaultOutput(loss) : Activation.IDENTITY, numbers, fanIn, last, at)
                    .ifPresent(layers::add);
            fanIn = layer.units() == null ? -1 : layer.units();
        }
        return layers;
    }

    private Optional<ModelDefinition> readGraph(ModelDocument document, Precision precision, Faults faults) {
        boolean alone = faults.passes(() -> {
            faults.require(document.layers() == null, "layers",
                    "must be left out, because the graph defines the layers");
            faults.require(
                    document.loss() == null, "loss", "must be left out, because losses are nodes of the graph");
            if (document.inputs() != null) {
                requireSize(faults, "inputs", document.inputs());
            }
        });
        if (!alone || precision == null) {
            return Optional.empty();
        }
        var model = new GraphJson(limits, faults.at("graph"))
                .read(document.graph(), precision, document.inputs(), Optional.ofNullable(document.seed()));
        model.ifPresent(found -> requireParameters(found, 1, faults));
        return model.map(Function.identity());
    }

    /** Given weights of the first layer say how many inputs there are, too. */
    private static OptionalInt inputs(ModelDocument document) {
        if (document.inputs() != null) {
            return OptionalInt.of(document.inputs());
        }
        return Stream.ofNullable(document.layers())
                .flatMap(List::stream)
                .limit(1)
                .filter(layer -> layer != null && layer.weights() != null)
                .mapToInt(layer -> layer.weights().length)
                .findFirst();
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

    private void requireSize(Faults faults, String field, int size) {
        faults.require(
                size >= 1 && size <= limits.maxUnits(), field, "must be from 1 to " + limits.maxUnits());
    }

    /** What the last layer does if nothing is said: a cross-entropy needs probabilities. */
    private static Activation defaultOutput(Loss loss) {
        return switch (loss) {
            case BINARY_CROSS_ENTROPY -> Activation.SIGMOID;
            case CATEGORICAL_CROSS_ENTROPY -> Activation.SOFTMAX;
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER -> Activation.IDENTITY;
            case null -> Activation.IDENTITY;
        };
    }

    /** @param at the last layer */
    private static void requireProbabilities(Loss loss, String activation, Faults at) {
        boolean other = Stream.of(Activation.values())
                .filter(known -> JsonName.of(known).equals(activation))
                .anyMatch(known -> !known.givesProbabilities());
        at.require(!(loss.takesProbabilities() && other), "activation",
                "must be sigmoid or softmax in the last layer for "
                        + JsonName.of(loss) + ", which needs outputs from 0 to 1, but is " + activation
                        + ": leave it out for " + JsonName.of(defaultOutput(loss)) + ", or choose another loss");
    }

    /** @param otherwise the activation of a layer that names none */
    private Optional<LayerDefinition> readLayer(
            LayerDocument layer, Activation otherwise, Precision precision, int fanIn, boolean last, Faults at) {
        int before = at.count();
        if (layer.type() != null) {
            at.require(layer.type().equals("dense"), "type", "must be dense");
        }
        if (layer.units() == null) {
            at.add("units", "is missing: say how many units the layer has");
        } else {
            requireSize(at, "units", layer.units());
        }
        var activation = layer.activation() == null
                ? otherwise
                : at.choice("activation", layer.activation(), Activation.class);
        var initializer = Optional.ofNullable(layer.initializer())
                .filter(given -> !given.isNull())
                .flatMap(given -> InitializerJson.FORM.read(given, at.at("initializer")));
        boolean bias = layer.bias() == null || layer.bias();
        double dropout = layer.dropout() == null ? 0 : layer.dropout();
        at.require(dropout >= 0 && dropout < 1, "dropout", "must be at least 0 and less than 1");
        at.require(
                !last || dropout == 0, "dropout",
                "must be 0 in the last layer, whose outputs the loss is computed from");
        double l1 = penalty(at, "l1", layer.l1());
        double l2 = penalty(at, "l2", layer.l2());
        if (layer.weights() != null && layer.units() != null) {
            readWeights(layer.weights(), precision, fanIn, layer.units(), at.at("weights"));
        }
        if (layer.biases() != null && at.require(bias, "biases", "must be left out where bias is false")
                && layer.units() != null) {
            readNumbers(layer.biases(), precision, layer.units(), at.at("biases"));
        }
        if (at.count() > before) {
            return Optional.empty();
        }
        return Optional.of(new LayerDefinition(
                layer.units(), activation, initializer.orElse(null), bias, dropout, l1, l2, layer.weights(),
                layer.biases()));
    }

    private static double penalty(Faults at, String field, Double given) {
        double value = given == null ? 0 : given;
        at.require(value >= 0 && Double.isFinite(value), field, "must be a number of at least 0");
        return value;
    }

    private static void readWeights(double[][] weights, Precision precision, int fanIn, int units, Faults at) {
        if (fanIn >= 0 && weights.length != fanIn) {
            at.add("must have " + fanIn + " rows, one for each input of the layer, but has " + weights.length);
            return;
        }
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] == null) {
                at.add(row, "must be an array of numbers");
            } else {
                readNumbers(weights[row], precision, units, at.at(row));
            }
        }
    }

    private static void readNumbers(double[] numbers, Precision precision, int expected, Faults at) {
        if (numbers.length != expected) {
            at.add("must have " + expected + " numbers, one for each unit, but has " + numbers.length);
            return;
        }
        for (int i = 0; i < numbers.length; i++) {
            boolean finite =
                    switch (precision) {
                        case FLOAT32 -> Float.isFinite((float) numbers[i]);
                        case FLOAT64 -> Double.isFinite(numbers[i]);
                    };
            at.require(finite, i, "must be a finite number within the precision's range");
        }
    }

    /** The definition as JSON, every default written out. */
    public ModelDocument write(String name, ModelDefinition definition) {
        var inputs = definition.inputs().isPresent() ? (Integer) definition.inputs().getAsInt() : null;
        var layered = definition instanceof LayeredModel layers ? layers : null;
        return new ModelDocument(
                name,
                JsonName.of(definition.precision()),
                inputs,
                layered == null ? null : layered.layers().stream().map(ModelReader::writeLayer).toList(),
                definition instanceof GraphModel graph ? GraphJson.write(graph) : null,
                layered == null ? null : JsonName.of(layered.loss()),
                definition.seed().orElse(null));
    }

    private static LayerDocument writeLayer(LayerDefinition layer) {
        return new LayerDocument(
                "dense",
                layer.units(),
                JsonName.of(layer.activation()),
                InitializerJson.FORM.write(layer.initializer()),
                layer.bias(),
                layer.dropout(),
                layer.l1(),
                layer.l2(),
                layer.weights(),
                layer.biases());
    }
}
