package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A network that PyTorch computed and trained in float64; {@code source} in the file names its version. */
public record Reference(JsonNode json) {
    public static final List<String> NAMES = List.of(
            "activation-elu",
            "activation-gelu",
            "activation-identity",
            "activation-leaky_relu",
            "activation-relu",
            "activation-selu",
            "activation-sigmoid",
            "activation-silu",
            "activation-softplus",
            "activation-softsign",
            "activation-tanh",
            "clipped",
            "deep-mixed",
            "loss-binary_cross_entropy-sigmoid",
            "loss-categorical_cross_entropy-softmax",
            "loss-half_mean_squared_error-sigmoid",
            "loss-huber-identity",
            "loss-mean_absolute_error-identity",
            "loss-mean_squared_error-identity",
            "loss-mean_squared_error-softmax",
            "optimizers",
            "regularized-l1-l2",
            "wide");

    public static Reference named(String name) {
        try (var file = Reference.class.getResourceAsStream("/fixtures/pytorch/" + name + ".json")) {
            return new Reference(JsonMapper.shared().readTree(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public Network network(Precision precision) {
        var layers = elements(json.get("layers"))
                .map(layer -> new LayerDefinition(
                        layer.get("units").asInt(),
                        constant(Activation.class, layer.get("activation")),
                        true,
                        0,
                        json.get("l1").asDouble(),
                        json.get("l2").asDouble(),
                        matrix(layer.get("weights")),
                        row(layer.get("biases"))))
                .toList();
        var loss = constant(Loss.class, json.get("loss"));
        return Network.initialize(new NetworkDefinition(precision, json.get("inputs").asInt(), layers, loss), 0);
    }

    public Matrix x(Precision precision) {
        return Matrix.of(precision, matrix(json.get("x")));
    }

    public Matrix y(Precision precision) {
        return Matrix.of(precision, matrix(json.get("y")));
    }

    double cost() {
        return json.get("expected").get("cost").asDouble();
    }

    double[] outputs() {
        return flat(json.get("expected").get("outputs"));
    }

    /** One array for each layer's weights and biases, in turn. */
    List<double[]> gradients() {
        return parameters(json.get("expected").get("gradients"));
    }

    public List<TrainedReference> trainings() {
        return elements(json.get("training"))
                .map(training -> new TrainedReference(
                        optimizer(training.get("optimizer")),
                        training.get("clipNorm").isNull() ? TrainingPlan.NO_CLIPPING
                                : training.get("clipNorm").asDouble(),
                        training.get("steps").asInt(),
                        row(training.get("costs")),
                        parameters(training.get("parameters"))))
                .toList();
    }

    /**
     * Full-batch training.
     *
     * @param costs of each step, before it
     * @param parameters after the last step, one array for each layer's weights and biases, in turn
     */
    public record TrainedReference(
            OptimizerDefinition optimizer, double clipNorm, int steps, double[] costs, List<double[]> parameters) {}

    private static OptimizerDefinition optimizer(JsonNode node) {
        double rate = node.get("learningRate").asDouble();
        double momentum = number(node, "momentum");
        double rho = number(node, "rho");
        double beta1 = number(node, "beta1");
        double beta2 = number(node, "beta2");
        double epsilon = number(node, "epsilon");
        return switch (node.get("type").asString()) {
            case "sgd" -> new OptimizerDefinition.Sgd(rate);
            case "momentum" -> new OptimizerDefinition.Momentum(rate, momentum);
            case "nesterov" -> new OptimizerDefinition.Nesterov(rate, momentum);
            case "adagrad" -> new OptimizerDefinition.Adagrad(rate, epsilon);
            case "adadelta" -> new OptimizerDefinition.Adadelta(rate, rho, epsilon);
            case "rmsprop" -> new OptimizerDefinition.Rmsprop(rate, rho, epsilon);
            case "adam" -> new OptimizerDefinition.Adam(rate, beta1, beta2, epsilon);
            case "amsgrad" -> new OptimizerDefinition.Amsgrad(rate, beta1, beta2, epsilon);
            case "adamw" -> new OptimizerDefinition.Adamw(rate, beta1, beta2, epsilon, number(node, "weightDecay"));
            case "adamax" -> new OptimizerDefinition.Adamax(rate, beta1, beta2, epsilon);
            case "nadam" -> new OptimizerDefinition.Nadam(rate, beta1, beta2, epsilon, number(node, "momentumDecay"));
            case String other -> throw new IllegalStateException(other);
        };
    }

    private static double number(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asDouble() : Double.NaN;
    }

    private static List<double[]> parameters(JsonNode layers) {
        var arrays = new ArrayList<double[]>();
        for (var layer : layers) {
            arrays.add(flat(layer.get("weights")));
            arrays.add(flat(layer.get("biases")));
        }
        return arrays;
    }

    private static double[] flat(JsonNode node) {
        return elements(node)
                .flatMapToDouble(
                        element -> Arrays.stream(element.isArray() ? flat(element) : new double[] {element.asDouble()}))
                .toArray();
    }

    private static double[][] matrix(JsonNode node) {
        return elements(node).map(Reference::row).toArray(double[][]::new);
    }

    private static double[] row(JsonNode node) {
        return elements(node).mapToDouble(JsonNode::asDouble).toArray();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode name) {
        return Enum.valueOf(type, name.asString().toUpperCase(Locale.ROOT));
    }
}
