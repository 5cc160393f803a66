package dev.chainrule.imports;

import dev.chainrule.budget.Computation;
import dev.chainrule.imports.ForeignNetwork.InputScaling;
import dev.chainrule.imports.LayerSegment.AffineStep;
import dev.chainrule.imports.Meaning.ForeignConstant;
import dev.chainrule.imports.Meaning.NetworkRows;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.network.Activation;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a file's graph from its input to the chosen output, node by node in the file's order, and collects the dense layers on the way.
 * Nodes that the output does not depend on are not read.
 */
final class NetworkReader {
    /** Arrays of float64 for each input and each unit of a layer: factors, biases, and those that are computed meanwhile. */
    private static final long ARRAYS = 4L * Double.BYTES;

    private static final int MAX_RANK = 8;

    private final ForeignGraph graph;
    private final Recognition recognition;
    private final ModelProperties limits;
    private final LongConsumer reserve;
    private final Arguments arguments;
    private final List<DenseDraft> layers = new ArrayList<>();
    private PassedNodes passed;
    private @Nullable InputScaling input;
    /** The last node that was read, if it is a LogSoftmax: nothing may follow it. */
    private Optional<ForeignNode> logarithm = Optional.empty();

    /** @param reserve reserves bytes of memory before they are allocated */
    NetworkReader(ForeignGraph graph, Recognition recognition, ModelProperties limits, LongConsumer reserve) {
        this.graph = graph;
        this.recognition = recognition;
        this.limits = limits;
        this.reserve = reserve;
        this.arguments = new Arguments(graph.constants());
        this.passed = new PassedNodes(arguments, new Reshaping(ForeignValue.OPEN));
    }

    /** @throws ProblemException (422) that names the node that cannot be read */
    ForeignNetwork read(ChosenOutput output) {
        var needed = needed(output.tensor());
        readInput();
        ForeignNode last = null;
        for (var node : graph.nodes()) {
            if (needed.contains(node.position())) {
                Computation.checkpoint();
                logarithm.ifPresent(before -> {
                    throw before.refused("must be the last one: its logarithms are read as the outputs of a softmax");
                });
                last = node;
                var meaning = meaning(node);
                node.outputs().stream().limit(1).forEach(name -> arguments.put(name, meaning));
            }
        }
        if (last == null || !(arguments.of(output.tensor()).orElse(null) instanceof NetworkRows rows)
                || layers.isEmpty()) {
            throw invalid("The file has no dense layer between its input and the output "
                    + ForeignNode.quoted(output.tensor()) + ": what is read are networks of dense layers");
        }
        var steps = finish(last, rows);
        return new ForeignNetwork(
                Objects.requireNonNull(input), List.copyOf(layers), steps, last, output.labels());
    }

    /** The positions of the nodes that a tensor depends on. */
    private Set<Integer> needed(String tensor) {
        var producers = new HashMap<String, ForeignNode>();
        graph.nodes().forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        var needed = new HashSet<Integer>();
        var open = new ArrayList<String>(List.of(tensor));
        while (!open.isEmpty()) {
            var node = producers.get(open.removeLast());
            if (node != null && needed.add(node.position())) {
                open.addAll(node.inputs());
            }
        }
        return needed;
    }

    private void readInput() {
        if (graph.inputs().size() != 1) {
            var names = graph.inputs().stream().map(value -> ForeignNode.quoted(value.name())).toList();
            throw invalid("The file must have one input, a tensor of numbers [rows, columns], but has "
                    + (names.isEmpty() ? "none" : names.size() + ": " + Listing.of(names))
                    + ". Export a version of this service with ?inputs=encoded, and a scikit-learn pipeline with one"
                    + " FloatTensorType([None, columns])");
        }
        var value = graph.inputs().getFirst();
        if (value.type().filter(ForeignType::isNumber).isEmpty()) {
            throw invalid("The input " + ForeignNode.quoted(value.name())
                    + " must be a tensor of numbers [rows, columns]: categories are read as they are encoded, as in a"
                    + " file of this service that is exported with ?inputs=encoded");
        }
        var dims = value.dims().orElse(List.of(ForeignValue.OPEN, ForeignValue.OPEN));
        if (dims.size() < 2) {
            throw invalid("The input " + ForeignNode.quoted(value.name())
                    + " must have at least two dimensions, [rows, columns], but has " + dims.size());
        }
        if (dims.size() > MAX_RANK) {
            throw invalid("The input " + ForeignNode.quoted(value.name()) + " must have at most " + MAX_RANK
                    + " dimensions, but has " + dims.size());
        }
        long width = 1;
        for (int dim : dims.subList(1, dims.size())) {
            width = Math.min(width * Math.max(1, dim), 1L + limits.maxUnits());
        }
        requireUnits((int) width, "inputs");
        passed = new PassedNodes(arguments, new Reshaping(dims.getFirst()));
        var rows =
                new NetworkRows(List.copyOf(dims.subList(1, dims.size())), LayerSegment.ofInput(ForeignValue.OPEN), 0);
        rows = new NetworkRows(rows.shape(), LayerSegment.ofInput(rows.width()), 0);
        arguments.put(value.name(), rows);
    }

    private void requireUnits(int units, String what) {
        if (units > limits.maxUnits()) {
            throw invalid(
                    "The network must have at most " + limits.maxUnits() + " " + what + " (chainrule.model.max-units),"
                            + " but has more");
        }
    }

    private Meaning meaning(ForeignNode node) {
        return switch (node.qualified()) {
            case "Gemm" -> gemm(node);
            case "MatMul" -> dense(node, arguments.rows(node, 0), weights(node, arguments.constant(node, 1)), 1);
            case "Softmax", "LogSoftmax" -> softmax(node);
            default -> passed.meaning(node).orElseGet(() -> new ElementwiseNodes(arguments).meaning(node));
        };
    }

    private Meaning gemm(ForeignNode node) {
        if (node.integer("transA", 0) != 0) {
            throw node.refused("must have transA = 0, because its first input are the rows");
        }
        var rows = arguments.rows(node, 0);
        if (rows.rank() != 2) {
            throw node.refused("must get a matrix, but gets " + rows.rank() + " dimensions");
        }
        var given = weights(node, arguments.constant(node, 1));
        var weights = node.integer("transB", 0) == 0 ? given : given.transpose();
        var sums = dense(node, rows, weights, node.number("alpha", 1));
        if (node.input(2).isPresent()) {
            var constant = arguments.constant(node, 2);
            Arguments.requireColumns(node, constant, sums);
            var layer = layers.getLast();
            layer.add(NumberVector.of(constant).times(node.number("beta", 1)));
        }
        return sums;
    }

    private static ForeignConstant weights(ForeignNode node, ForeignConstant given) {
        if (given.dims().size() != 2) {
            throw node.refused("must have a matrix of weights, inputs × units, but has one of the dimensions "
                    + given.dims());
        }
        if (!given.elements().isFloatingPoint()) {
            throw node.refused("must have weights of float, double, float16 or bfloat16, but has " + given.elements());
        }
        return given;
    }

    private NetworkRows dense(ForeignNode node, NetworkRows rows, ForeignConstant weights, double alpha) {
        if (layers.size() == limits.maxLayers()) {
            throw node.refused("is one of more than " + limits.maxLayers() + " layers");
        }
        var layer = new DenseDraft(node, weights, alpha);
        requireUnits(layer.inputs(), "inputs");
        requireUnits(layer.units(), "units in a layer");
        if (!rows.isFlat()) {
            throw node
                    .refused("must get rows of one dimension, but gets " + rows.shape() + ": add a Flatten before it");
        }
        var segment = rows.segment();
        segment.requireWidth(layer.inputs(), node);
        segment.close(node);
        reserve.accept(ARRAYS * (layer.inputs() + layer.units()));
        var before = segment.layer();
        if (before.isEmpty()) {
            input = new InputScaling(layer.inputs());
            recognition.affine(segment, rows.slot(), "before the first layer").forEach(input::apply);
        } else {
            var after = new Affine(layer.inputs());
            activated(segment, rows.slot(), before.get()).forEach(step -> step.applyTo(after));
            layer.foldInput(after);
        }
        layers.add(layer);
        var shape = new ArrayList<>(rows.shape());
        shape.set(shape.size() - 1, layer.units());
        return new NetworkRows(List.copyOf(shape), LayerSegment.of(layer), 0);
    }

    /** Ends a layer with its activation; what is left belongs to the next one. */
    private List<AffineStep> activated(LayerSegment segment, int slot, DenseDraft layer) {
        if (segment.softmax().isPresent()) {
            layer.activate(Activation.SOFTMAX);
            return recognition.affine(segment, slot, "after a softmax");
        }
        var recognized = recognition.recognize(segment, slot);
        recognized.before().forEach(step -> step.applyTo(layer));
        layer.activate(recognized.activation());
        return recognized.after();
    }

    /** Ends the last layer. An output that is only scaled is left as it is: the scaling may be that of the target. */
    private List<AffineStep> finish(ForeignNode last, NetworkRows rows) {
        var segment = rows.segment();
        segment.close(last);
        var layer = segment.layer()
                .orElseThrow(() -> last.refused("writes the output, but there is no dense layer before it"));
        if (rows.width() != layer.units()) {
            throw last.refused("must write " + layer.units() + " numbers a row");
        }
        if (segment.softmax().isPresent()) {
            return activated(segment, rows.slot(), layer);
        }
        var recognized = recognition.recognize(segment, rows.slot());
        layer.activate(recognized.activation());
        if (recognized.activation() != Activation.IDENTITY) {
            recognized.before().forEach(step -> step.applyTo(layer));
            return recognized.after();
        }
        var steps = new ArrayList<>(recognized.before());
        steps.addAll(recognized.after());
        // The bias of a MatMul.
        while (!layer.hasBiases() && !steps.isEmpty() && steps.getFirst() instanceof AffineStep.Add bias) {
            bias.applyTo(layer);
            steps.removeFirst();
        }
        return List.copyOf(steps);
    }

    private Meaning softmax(ForeignNode node) {
        var rows = arguments.rows(node, 0);
        long axis = Reshaping.axis(node, node.integer("axis", graph.opset() < 13 ? 1 : -1), rows.rank());
        if (rows.rank() != 2 || axis != 1) {
            throw node.refused("must be computed over the columns of a matrix, axis 1 or −1");
        }
        var segment = rows.segment();
        var layer = segment.layer()
                .orElseThrow(() -> node.refused("must come after a dense layer"));
        if (layer.units() < 2) {
            throw node.refused("must have at least two outputs, because they add up to 1");
        }
        segment.close(node);
        if (segment.softmax().isPresent()) {
            throw node.refused("must not come after another softmax");
        }
        recognition.affine(segment, rows.slot(), "between a layer and its softmax")
                .forEach(step -> step.applyTo(layer));
        if (node.operator().equals("LogSoftmax")) {
            logarithm = Optional.of(node);
        }
        return new NetworkRows(rows.shape(), LayerSegment.afterSoftmax(layer, node), 0);
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID, detail);
    }
}
