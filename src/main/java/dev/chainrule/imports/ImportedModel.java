package dev.chainrule.imports;

import dev.chainrule.dataset.Category;
import dev.chainrule.imports.LayerSegment.AffineStep;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.definition.LayeredModel;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.network.Activation;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A file's network as a model of this service. */
final class ImportedModel {
    /** The column of classes whose names are known, unless the request names it. */
    private static final String CLASS = "class";

    private final ForeignNetwork network;
    private final ImportOptions options;
    private final ModelProperties limits;
    private final int longestName;
    private final Loss loss;
    private final List<Activation> activations;

    /**
     * @param losses of the request, else of the model that gets the version; empty: it follows from the last activation
     * @throws ProblemException (422) if the network and what the request says do not fit each other
     */
    ImportedModel(
            ForeignNetwork network, ImportOptions options, Optional<Loss> losses, ModelProperties limits,
            int longestName) {
        this.network = network;
        this.options = options;
        this.limits = limits;
        this.longestName = longestName;
        var last = network.layers().getLast().activation();
        loss = losses.orElseGet(() -> defaultLoss(last));
        activations = new ArrayList<>(network.layers().stream().map(DenseDraft::activation).toList());
        activations.set(activations.size() - 1, outputActivation(last));
    }

    /** Whether a loss goes with the network's outputs, possibly after an activation that it adds. */
    static boolean fits(Loss loss, ForeignNetwork network) {
        var last = network.layers().getLast();
        boolean areLogits = last.activation() == Activation.IDENTITY
                && (loss == Loss.BINARY_CROSS_ENTROPY || last.units() > 1);
        return !loss.takesProbabilities() || last.activation().givesProbabilities() || areLogits;
    }

    private static Loss defaultLoss(Activation last) {
        return switch (last) {
            case SOFTMAX -> Loss.CATEGORICAL_CROSS_ENTROPY;
            case SIGMOID -> Loss.BINARY_CROSS_ENTROPY;
            case IDENTITY, TANH, RELU, LEAKY_RELU, ELU, SELU, GELU, SILU, SOFTPLUS, SOFTSIGN ->
                Loss.MEAN_SQUARED_ERROR;
        };
    }

    /** A cross-entropy of outputs without an activation takes them for logits. */
    private Activation outputActivation(Activation last) {
        if (loss == Loss.CATEGORICAL_CROSS_ENTROPY && outputs() < 2) {
            throw ProblemException.invalid(
                    "?loss", "must not be categorical_cross_entropy for one output: name binary_cross_entropy");
        }
        if (last == Activation.SOFTMAX && outputs() < 2) {
            throw network.last().refused("must have at least two columns, because a softmax of one is always 1");
        }
        if (!loss.takesProbabilities() || last.givesProbabilities()) {
            return last;
        }
        if (last != Activation.IDENTITY) {
            throw ProblemException.invalid(
                    "?loss", "must not be " + JsonName.of(loss) + ", because the outputs of the file are those of "
                            + JsonName.of(last) + ", neither probabilities nor logits");
        }
        if (loss == Loss.BINARY_CROSS_ENTROPY) {
            return Activation.SIGMOID;
        }
        return Activation.SOFTMAX;
    }

    private int outputs() {
        return network.layers().getLast().units();
    }

    private int inputs() {
        return network.input().width();
    }

    /** @throws ProblemException (422) if the model is larger than the service allows */
    LayeredModel definition() {
        settleOutput();
        var drafts = network.layers();
        var layers = IntStream.range(0, drafts.size())
                .mapToObj(i -> new LayerDefinition(
                        drafts.get(i).units(), activations.get(i), drafts.get(i).hasBiases(), 0, 0, 0, null, null))
                .toList();
        var precision = drafts.stream().anyMatch(DenseDraft::isDouble) ? Precision.FLOAT64 : Precision.FLOAT32;
        var definition = new LayeredModel(precision, OptionalInt.of(inputs()), layers, loss, Optional.empty());
        long parameters = definition.parameterCount(inputs());
        if (parameters > limits.maxParameters()) {
            throw new ProblemException(
                    ProblemType.INVALID, "The network must have at most " + limits.maxParameters()
                            + " parameters (chainrule.model.max-parameters), but has " + parameters);
        }
        return definition;
    }

    private boolean outputSettled;
    private Affine output = new Affine(0);

    /** What follows the last layer scales the target, unless the outputs are logits: then it belongs to the layer. */
    private void settleOutput() {
        if (outputSettled) {
            return;
        }
        outputSettled = true;
        var last = network.layers().getLast();
        output = new Affine(outputs());
        network.output().forEach(step -> step.applyTo(output));
        if (output.isIdentity()) {
            return;
        }
        boolean isInvertible = IntStream.range(0, outputs())
                .allMatch(i -> output.factor(i) != 0 && Double.isFinite(output.factor(i))
                        && Double.isFinite(1 / output.factor(i)) && Double.isFinite(output.offset(i)));
        if (last.activation() == Activation.IDENTITY && (loss.takesProbabilities() || !isInvertible)) {
            network.output().forEach((AffineStep step) -> step.applyTo(last));
            output = new Affine(outputs());
        } else if (loss.takesProbabilities() || !isInvertible) {
            throw network.last().refused("adds to, or multiplies, outputs of " + JsonName.of(last.activation())
                    + ", after which " + (loss.takesProbabilities() ? "they are no probabilities: name another ?loss"
                            : "they do not depend on the network"));
        }
    }

    /** @throws ProblemException (422) if the names do not fit the network */
    Preprocessing preprocessing() {
        settleOutput();
        var features = features();
        var targets = targets();
        var names = new HashSet<>(features.stream().map(ColumnEncoder::column).toList());
        targets.stream().map(ColumnEncoder::column).filter(names::contains).findFirst().ifPresent(both -> {
            throw ProblemException.invalid(
                    "?targets",
                    "must be given, because the column \"" + both + "\" is an input and would be an output, too");
        });
        return new Preprocessing(features, targets);
    }

    private List<ColumnEncoder> features() {
        var names = names(options.columns(), "?columns", "x", inputs(), "input");
        var input = network.input();
        return IntStream.range(0, inputs()).<ColumnEncoder>mapToObj(i -> {
            // 0 − s is −0 where nothing is subtracted.
            double shift = input.shift(i) + 0.0;
            if (!Double.isFinite(shift) || !Double.isFinite(input.scale(i))) {
                throw network.layers().getFirst().node().refused(
                        "gets column " + (i + 1)
                                + " of the input scaled by numbers that are not finite, or multiplied by 0"
                                + " before something is added");
            }
            return new ColumnEncoder.Numeric(names.get(i), shift, input.scale(i), null);
        }).toList();
    }

    private List<ColumnEncoder> targets() {
        int classes = classes();
        var labels = options.labels().isEmpty() ? labelsOfFile(classes) : options.labels();
        if (labels.isEmpty()) {
            var names = names(options.targets(), "?targets", "y", outputs(), "output");
            return IntStream.range(0, outputs())
                    .<ColumnEncoder>mapToObj(i -> new ColumnEncoder.Numeric(
                            names.get(i), output.offset(i), 1 / output.factor(i), null))
                    .toList();
        }
        if (labels.size() != classes) {
            throw ProblemException.invalid("?labels", classes > 0
                    ? "must name " + classes + " classes, but names " + labels.size()
                    : "must be left out, because the outputs of the file are " + outputs() + " of "
                            + JsonName.of(activations.getLast())
                            + " and not probabilities of classes: if they are logits,"
                            + " add ?loss=" + (outputs() == 1 ? "binary" : "categorical") + "_cross_entropy");
        }
        if (options.targets().size() > 1) {
            throw ProblemException.invalid("?targets", "must name one column, whose classes the outputs are");
        }
        var name = options.targets().isEmpty() ? CLASS : options.targets().getFirst();
        return List.of(outputs() == 1 ? new ColumnEncoder.Binary(name, labels)
                : new ColumnEncoder.OneHot(name, labels, null, List.of()));
    }

    /** Between how many classes the outputs decide; 0: none. */
    private int classes() {
        return switch (activations.getLast()) {
            case SOFTMAX -> outputs();
            case SIGMOID -> outputs() == 1 ? 2 : loss == Loss.CATEGORICAL_CROSS_ENTROPY ? outputs() : 0;
            case IDENTITY, TANH, RELU, LEAKY_RELU, ELU, SELU, GELU, SILU, SOFTPLUS, SOFTSIGN -> 0;
        };
    }

    /** Those of the file, if they are names of these classes. */
    private List<String> labelsOfFile(int classes) {
        var labels = network.labels().stream().map(Category::canonical).toList();
        boolean areNames = labels.size() == classes
                && new HashSet<>(labels).size() == classes
                && labels.stream().noneMatch(label -> label.isBlank() || label.length() > longestName);
        return areNames ? labels : List.of();
    }

    private static List<String> names(List<String> given, String parameter, String letter, int count, String what) {
        if (given.isEmpty()) {
            return IntStream.rangeClosed(1, count).mapToObj(i -> letter + i).toList();
        }
        if (given.size() != count) {
            throw ProblemException.invalid(
                    parameter, "must name " + count + (count == 1 ? " column" : " columns") + ", one for each " + what
                            + ", but names " + given.size());
        }
        return given;
    }
}
