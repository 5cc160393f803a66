package dev.chainrule.model.definition;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A dense layer in JSON: its settings.
 *
 * @param loss that the last layer's outputs go into; empty for other layers, and where the loss is faulty
 * @param precision that given weights and biases must fit
 * @param fanIn rows of given weights; {@link #UNKNOWN} if the number of inputs is not known
 * @param isLast whether the layer's outputs are the network's
 */
record LayerJson(Optional<Loss> loss, Precision precision, int fanIn, boolean isLast, int maxUnits) {
    static final int UNKNOWN = -1;

    private static final String DENSE = "dense";
    private static final Form<String> TYPE = Form.choice(Map.of(DENSE, DENSE));
    private static final Form<Activation> ACTIVATION = Form.choice(Activation.class);

    static JsonNode write(LayerDefinition layer) {
        return new LayerJson(Optional.empty(), Precision.FLOAT64, UNKNOWN, false, Integer.MAX_VALUE).form()
                .write(layer);
    }

    /** @return empty, and faults noted, if it is not a layer that fits here */
    Optional<LayerDefinition> read(JsonNode given, Faults at) {
        return form().read(given, at);
    }

    private SettingsForm<LayerDefinition> form() {
        return new SettingsForm<>("a layer", "{\"units\": 1}", this::layer);
    }

    private LayerDefinition layer(Settings<LayerDefinition> given) {
        var _ = given.take(TypedForm.TYPE, DENSE, TYPE, _ -> DENSE);
        int units = given.require(
                "units", UNKNOWN, "is missing: say how many units the layer has", Form.integer(1, maxUnits),
                LayerDefinition::units);
        var activation = given.take(
                "activation", loss.map(LayerJson::defaultActivation).orElse(Activation.IDENTITY), ACTIVATION,
                LayerDefinition::activation);
        check(units, activation, given.at());
        var initializer = given.take(
                "initializer", Initializer.defaultFor(activation), InitializerJson.FORM, LayerDefinition::initializer);
        boolean bias = given.take("bias", true, Form.FLAG, LayerDefinition::bias);
        double dropout = given.take("dropout", 0.0, Form.FRACTION, LayerDefinition::dropout);
        given.at().require(
                !isLast || dropout == 0, "dropout",
                "must be 0 in the last layer, whose outputs the loss is computed from");
        double l1 = given.take("l1", 0.0, Form.NOT_NEGATIVE, LayerDefinition::l1);
        double l2 = given.take("l2", 0.0, Form.NOT_NEGATIVE, LayerDefinition::l2);
        var weights = given.take("weights", new Weights(numbers()), LayerDefinition::weights);
        var biases = given.take("biases", numbers(), LayerDefinition::biases);
        given.at().require(
                bias || !given.isGiven("biases"), "biases", "must be left out where bias is false");
        boolean weightsFit = weights.isEmpty() || fitsWeights(weights.get(), units, given.at().at("weights"));
        boolean biasesFit = biases.isEmpty() || fits(biases.get(), units, given.at().at("biases"));
        boolean fit = weightsFit && biasesFit && units > 0;
        return new LayerDefinition(
                Math.max(1, units), activation, initializer, bias, dropout, l1, l2,
                weights.filter(_ -> fit).orElse(null), biases.filter(_ -> fit && bias).orElse(null));
    }

    /** The default activation of the last layer: a cross-entropy requires probabilities. */
    static Activation defaultActivation(Loss loss) {
        return switch (loss) {
            case BINARY_CROSS_ENTROPY -> Activation.SIGMOID;
            case CATEGORICAL_CROSS_ENTROPY -> Activation.SOFTMAX;
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER -> Activation.IDENTITY;
        };
    }

    private void check(int units, Activation activation, Faults at) {
        if (loss.filter(Loss.CATEGORICAL_CROSS_ENTROPY::equals).isPresent() && units == 1) {
            at.add("units", "must be at least 2 for categorical_cross_entropy, one for each class: give two classes"
                    + " two units, or one with binary_cross_entropy");
        } else if (activation == Activation.SOFTMAX && units == 1) {
            at.add("units", "must be at least 2 for softmax, whose outputs add up to 1: a single one is always 1");
        }
        loss.filter(Loss::takesProbabilities).ifPresent(crossEntropy -> at.require(
                activation.givesProbabilities(), "activation",
                "must be sigmoid or softmax in the last layer for " + JsonName.of(crossEntropy)
                        + ", which needs outputs from 0 to 1, but is " + JsonName.of(activation)
                        + ": leave it out for " + JsonName.of(defaultActivation(crossEntropy))
                        + ", or choose another loss"));
    }

    /** @param units {@link #UNKNOWN} if they are faulty: then the numbers are not counted */
    private boolean fitsWeights(double[][] weights, int units, Faults at) {
        if (fanIn != UNKNOWN && weights.length != fanIn) {
            at.add("must have " + fanIn + " rows, one for each input of the layer, but has " + weights.length);
            return false;
        }
        boolean fits = true;
        for (int row = 0; row < weights.length; row++) {
            fits &= fits(weights[row], units, at.at(row));
        }
        return fits;
    }

    private static boolean fits(double[] numbers, int units, Faults at) {
        boolean fits = units == UNKNOWN || numbers.length == units;
        if (!fits) {
            at.add("must have " + units + " numbers, one for each unit, but has " + numbers.length);
        }
        return fits;
    }

    private Form<double[]> numbers() {
        return new NumberArrayForm(precision);
    }

    private record NumberArrayForm(Precision precision) implements Form<double[]> {
        @Override
        public Optional<double[]> read(JsonNode given, Faults at) {
            if (!given.isArray()) {
                at.unread("must be an array of numbers");
                return Optional.empty();
            }
            return at.attempt(() -> {
                var numbers = new double[given.size()];
                for (int i = 0; i < numbers.length && !at.isPartlyUnread(); i++) {
                    numbers[i] = number(given.get(i), i, at);
                }
                return Optional.of(numbers);
            });
        }

        private double number(JsonNode given, int index, Faults at) {
            if (!given.isNumber()) {
                at.at(index).unread("must be a number");
                return 0;
            }
            double number = given.doubleValue(Double.NaN);
            at.require(precision.isFinite(number), index, "must be a finite number within the precision's range");
            return number;
        }

        @Override
        public JsonNode write(double[] numbers) {
            var array = JsonNodeFactory.instance.arrayNode(numbers.length);
            for (double number : numbers) {
                array.add(number);
            }
            return array;
        }
    }

    private record Weights(Form<double[]> row) implements Form<double[][]> {
        @Override
        public Optional<double[][]> read(JsonNode given, Faults at) {
            return Form.array(row).read(given, at).map(rows -> rows.toArray(double[][]::new));
        }

        @Override
        public JsonNode write(double[][] rows) {
            return Form.array(row).write(List.of(rows));
        }
    }
}
