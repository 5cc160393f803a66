package dev.chainrule.torture;

import java.util.List;

/**
 * Jobs that differ in everything that a checkpoint must keep: all optimisers, both precisions, dropout, early stopping, penalties,
 * clipping, order, split and batches. Each trains for about half a second.
 */
final class JobMix {
    /** What is the same in all of them: checkpoints as often as the service takes them. */
    private static final String COMMON = "\"checkpointSeconds\": 0.1, \"labels\": {\"order\": \"@\"}";

    private static final String SPIRAL = generated("spiral", 1000, 0.3);
    private static final String CIRCLES = generated("circles", 1000, 0.1);
    private static final String MOONS = generated("moons", 1000, 0.2);
    private static final String GAUSS = generated("gauss", 1000, 0.3);
    private static final String QUADRANTS = generated("quadrants", 1000, 0.1);
    private static final String NOISY_XOR = generated("xor", 800, 0.4);
    private static final String PLANE = generated("plane", 1000, 0.1);
    private static final String SINE = generated("sine", 1000, 0.2);
    private static final String FEW_SINE = generated("sine", 60, 0.4);

    /** Classes as words, a category among the inputs, and gaps. */
    private static final String TABLE =
            """
                    {"name": "table", "columns": [{"name": "size"}, {"name": "colour"}, {"name": "kind", "role": "target"}],
                     "rows": [[1.0, "red", "a"], [2.5, "blue", "b"], [null, "red", "a"], [3.5, null, "c"], [4.0, "green", "c"],
                              [1.5, "blue", "b"], [0.5, "red", "a"], [2.0, "green", "b"], [3.0, "green", "c"], [2.2, null, "b"]]}""";

    private JobMix() {}

    static List<JobSpecimen> specimens() {
        return List.of(
                new JobSpecimen("sgd", job(
                        classifier("float32", "tanh", "\"l2\": 0.0001"), SPIRAL,
                        "\"epochs\": 200, \"batchSize\": 32, \"optimizer\": {\"type\": \"sgd\", \"learningRate\": 0.05}")),
                new JobSpecimen("momentum-dropout-f64", job(
                        classifier("float64", "relu", "\"dropout\": 0.2"), CIRCLES,
                        "\"epochs\": 130, \"optimizer\": {\"type\": \"momentum\"}")),
                new JobSpecimen("nesterov-clipped", job(
                        classifier("float32", "sigmoid", "\"l2\": 0"), MOONS,
                        "\"epochs\": 150, \"clipNorm\": 0.1, \"optimizer\": {\"type\": \"nesterov\"}")),
                new JobSpecimen("adagrad-l1-f64", job(
                        regressor("float64", "tanh", "\"l1\": 0.00001", "mean_squared_error"), PLANE,
                        "\"epochs\": 150, \"optimizer\": {\"type\": \"adagrad\"}")),
                new JobSpecimen("adadelta-validated", job(
                        classifier("float32", "softsign", "\"bias\": false"), GAUSS,
                        "\"epochs\": 150, \"validation\": {\"fraction\": 0.25}, \"optimizer\": {\"type\": \"adadelta\"}")),
                new JobSpecimen("rmsprop-f64", job(
                        regressor("float64", "gelu", "\"l2\": 0", "huber"), SINE,
                        "\"epochs\": 120, \"batchSize\": 50, \"optimizer\": {\"type\": \"rmsprop\"}")),
                new JobSpecimen("adam-dropout-stopped-early", job(
                        classifier("float32", "relu", "\"dropout\": 0.3"), NOISY_XOR,
                        """
                                "epochs": 5000, "validation": {"fraction": 0.3},
                                "earlyStopping": {"patience": 250, "restoreBest": true},
                                "optimizer": {"type": "adam", "learningRate": 0.01}""")),
                new JobSpecimen("amsgrad-stopped-early-by-cost-f64", job(
                        classifier("float64", "elu", "\"l2\": 0.001"), QUADRANTS,
                        """
                                "epochs": 5000, "earlyStopping": {"monitor": "cost", "patience": 40, "minDelta": 0.0005},
                                "optimizer": {"type": "amsgrad", "learningRate": 0.01}""")),
                new JobSpecimen("adamw-penalised", job(
                        classifier("float32", "silu", "\"l1\": 0.00001, \"l2\": 0.0001"), CIRCLES,
                        "\"epochs\": 150, \"optimizer\": {\"type\": \"adamw\", \"weightDecay\": 0.05}")),
                new JobSpecimen("adamax-full-batch-f64", job(
                        classifier("float64", "softplus", "\"l2\": 0"), MOONS,
                        "\"epochs\": 300, \"batchSize\": \"full\", \"optimizer\": {\"type\": \"adamax\"}")),
                new JobSpecimen("nadam-small-batches", job(
                        classifier("float32", "selu", "\"dropout\": 0.1"), NOISY_XOR,
                        "\"epochs\": 70, \"batchSize\": 7, \"optimizer\": {\"type\": \"nadam\"}")),
                new JobSpecimen("adam-overfitting-f64", job(
                        regressor("float64", "tanh", "\"l2\": 0", "mean_squared_error"), FEW_SINE,
                        """
                                "epochs": 20000, "batchSize": 10, "validation": {"fraction": 0.5},
                                "earlyStopping": {"patience": 1500, "restoreBest": true},
                                "optimizer": {"type": "adam", "learningRate": 0.003}""")),
                new JobSpecimen("adam-last-epoch-kept", job(
                        regressor("float32", "leaky_relu", "\"dropout\": 0.2, \"l2\": 0.001", "mean_absolute_error"),
                        SINE,
                        """
                                "epochs": 5000, "validation": {"fraction": 0.2}, "clipNorm": 1,
                                "earlyStopping": {"patience": 60, "restoreBest": false},
                                "optimizer": {"type": "adam", "learningRate": 0.01}""")),
                new JobSpecimen("sgd-in-order-f64", job(
                        classifier("float64", "tanh", "\"dropout\": 0.5"), SPIRAL,
                        """
                                "epochs": 300, "shuffle": false, "batchSize": 100, "preprocessing": {"numeric": "minmax"},
                                "optimizer": {"type": "sgd", "learningRate": 0.2}""")),
                new JobSpecimen("nesterov-until-target", job(
                        classifier("float32", "tanh", "\"l2\": 0"), CIRCLES,
                        """
                                "epochs": 5000, "stopAtCost": 0.085,
                                "optimizer": {"type": "nesterov", "learningRate": 0.01}""")),
                new JobSpecimen("rmsprop-words", job(
                        network("float32", "relu", "\"dropout\": 0.1", 3, "softmax", "categorical_cross_entropy"),
                        TABLE,
                        "\"epochs\": 1500, \"batchSize\": 3, \"optimizer\": {\"type\": \"rmsprop\"}")),
                new JobSpecimen("momentum-one-by-one-f64", job(
                        regressor("float64", "sigmoid", "\"l2\": 0.0001", "half_mean_squared_error"), FEW_SINE,
                        """
                                "epochs": 800, "batchSize": 1, "clipNorm": 0.5,
                                "optimizer": {"type": "momentum", "learningRate": 0.001}""")));
    }

    private static String job(String model, String dataset, String settings) {
        return "{\"model\": %s, \"dataset\": %s, \"seed\": 7, %s, %s}".formatted(model, dataset, settings, COMMON);
    }

    private static String classifier(String precision, String activation, String layer) {
        return network(precision, activation, layer, 1, "sigmoid", "binary_cross_entropy");
    }

    private static String regressor(String precision, String activation, String layer, String loss) {
        return network(precision, activation, layer, 1, "identity", loss);
    }

    /** @param layer what the hidden layers have in addition */
    private static String network(
            String precision, String activation, String layer, int outputs, String output, String loss) {
        return """
                {"name": "@", "precision": "%s", "loss": "%s", "layers": [
                  {"units": 24, "activation": "%s", %s}, {"units": 16, "activation": "%s", %s},
                  {"units": %d, "activation": "%s"}]}"""
                .formatted(precision, loss, activation, layer, activation, layer, outputs, output);
    }

    private static String generated(String type, int rows, double noise) {
        return """
                {"name": "%s-%d", "generator": {"type": "%s", "rows": %d, "noise": %s, "seed": 3}}"""
                .formatted(type, rows, type, rows, noise);
    }
}
