package dev.chainrule.imports;

import dev.chainrule.imports.LayerSegment.Operand;
import dev.chainrule.imports.Meaning.Dimensions;
import dev.chainrule.imports.Meaning.ForeignConstant;
import dev.chainrule.imports.Meaning.NetworkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Nodes that compute each number of a row from numbers at the same place, and constants. */
record ElementwiseNodes(Arguments arguments) {

    /** @throws dev.chainrule.problem.ProblemException (422) if the node is another one, or is not computed from one segment */
    Meaning meaning(ForeignNode node) {
        return switch (node.qualified()) {
            case "BatchNormalization" -> batchNormalization(node);
            case "ai.onnx.ml.Scaler" -> scaler(node);
            default -> elementwise(node);
        };
    }

    private Meaning batchNormalization(ForeignNode node) {
        var rows = arguments.rows(node, 0);
        if (rows.rank() != 2) {
            throw node.refused("must normalise the columns of a matrix, but gets " + rows.rank() + " dimensions");
        }
        if (node.integer("training_mode", 0) != 0 || node.integer("is_test", 1) == 0) {
            throw node.refused("is in training mode: export the model for inference, in PyTorch after model.eval()");
        }
        var scale = arguments.constant(node, 1);
        var offset = arguments.constant(node, 2);
        var mean = arguments.constant(node, 3);
        var variance = arguments.constant(node, 4);
        int width = scale.count();
        if (offset.count() != width || mean.count() != width || variance.count() != width) {
            throw node.refused("must have as many scales, offsets, means and variances");
        }
        Arguments.requireColumns(node, scale, rows);
        double epsilon = node.number("epsilon", 1e-5f);
        NumberVector.NumberSource factor = i -> scale.at(i) / Math.sqrt(variance.at(i) + epsilon);
        var scaled = operation(
                node, "Mul", rows, List.of(slot(rows), new Operand.NumbersOperand(new NumberVector(width, factor))));
        return operation(
                node, "Add", scaled,
                List.of(slot(scaled), new Operand.NumbersOperand(
                        new NumberVector(width, i -> offset.at(i) - mean.at(i) * factor.at(i)))));
    }

    /** (x − offset)·scale, as scikit-learn's scalers are exported. */
    private Meaning scaler(ForeignNode node) {
        var rows = arguments.rows(node, 0);
        var centred = operation(node, "Sub", rows, List.of(slot(rows), numbers(node, "offset", rows)));
        return operation(node, "Mul", centred, List.of(slot(centred), numbers(node, "scale", rows)));
    }

    private Operand numbers(ForeignNode node, String attribute, NetworkRows rows) {
        var given = node.attributes().get(attribute);
        if (given == null || given.numbers().isEmpty()) {
            throw node.refused("must have numbers as its " + attribute);
        }
        var numbers = given.numbers();
        if (numbers.size() > 1) {
            rows.segment().requireWidth(numbers.size(), node);
        }
        return new Operand.NumbersOperand(new NumberVector(numbers.size(), numbers::get));
    }

    private Meaning elementwise(ForeignNode node) {
        if (!Elementwise.OPERATORS.contains(node.qualified())) {
            throw Arguments.unreadable(node);
        }
        var given = new ArrayList<Meaning>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (node.input(i).isPresent()) {
                given.add(arguments.argument(node, i));
            }
        }
        var rows = given.stream()
                .flatMap(argument -> argument instanceof NetworkRows found ? Stream.of(found) : Stream.empty())
                .findFirst()
                .orElseThrow(
                        () -> node.refused("computes from constants only: export the model with constants folded"));
        var operands = new ArrayList<Operand>();
        for (var argument : given) {
            operands.add(operand(node, argument, rows));
        }
        addDefaults(node, operands);
        requireArguments(node, operands);
        return operation(node, node.operator(), rows, operands);
    }

    private static Operand operand(ForeignNode node, Meaning argument, NetworkRows rows) {
        return switch (argument) {
            case NetworkRows other -> {
                if (other.segment() != rows.segment()) {
                    throw node.refused("joins two branches of the network: only one layer after the other is read");
                }
                if (!other.shape().equals(rows.shape())) {
                    throw node.refused("joins rows of " + rows.shape() + " and of " + other.shape());
                }
                yield slot(other);
            }
            case ForeignConstant constant when constant.isNumbers() && constant.count() > 0 -> {
                Arguments.requireColumns(node, constant, rows);
                yield new Operand.NumbersOperand(NumberVector.of(constant));
            }
            case ForeignConstant _,Dimensions _ -> throw node.refused("must compute from numbers");
        };
    }

    private static Operand slot(NetworkRows rows) {
        return new Operand.SlotOperand(rows.slot());
    }

    private static void addDefaults(ForeignNode node, List<Operand> operands) {
        if (!node.operator().equals("Clip")) {
            return;
        }
        // The bounds are attributes before opset 11, and inputs that may be left out since then.
        if (node.input(1).isEmpty()) {
            operands.add(1, new Operand.NumbersOperand(NumberVector.of(node.number("min", Float.NEGATIVE_INFINITY))));
        }
        if (node.input(2).isEmpty()) {
            operands.add(new Operand.NumbersOperand(NumberVector.of(node.number("max", Float.POSITIVE_INFINITY))));
        }
    }

    private static void requireArguments(ForeignNode node, List<Operand> operands) {
        int expected = switch (node.operator()) {
            case "Add", "Div", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Mul", "PRelu", "Pow", "Sub" -> 2;
            case "Clip", "Where" -> 3;
            case "Max", "Min", "Sum" -> operands.size();
            default -> 1;
        };
        if (operands.size() != expected) {
            throw node.refused("must have " + expected + " inputs, but has " + operands.size());
        }
    }

    private static NetworkRows operation(ForeignNode node, String operator, NetworkRows rows, List<Operand> operands) {
        return new NetworkRows(rows.shape(), rows.segment(), rows.segment().add(node, operator, operands));
    }
}
