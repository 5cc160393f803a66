package dev.chainrule.imports;

import dev.chainrule.imports.Meaning.Dimensions;
import dev.chainrule.imports.Meaning.ForeignConstant;
import dev.chainrule.imports.Meaning.NetworkRows;
import dev.chainrule.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the tensors stand for that nodes before a node have written, and the file's constants. */
final class Arguments {
    private final Map<String, ForeignTensor> constants;
    private final Map<String, Meaning> meanings = new HashMap<>();

    Arguments(Map<String, ForeignTensor> constants) {
        this.constants = constants;
    }

    void put(String tensor, Meaning meaning) {
        meanings.put(tensor, meaning);
    }

    Optional<Meaning> of(String tensor) {
        return Optional.ofNullable(meanings.get(tensor))
                .or(() -> Optional.ofNullable(constants.get(tensor)).map(ForeignConstant::of));
    }

    Meaning argument(ForeignNode node, int index) {
        var name = node.input(index)
                .orElseThrow(() -> node.refused("lacks its input " + (index + 1)));
        var present = optional(node, index);
        return present.orElseThrow(() -> node.refused("reads " + ForeignNode.quoted(name)
                + ", which is neither an input, nor a constant, nor written by a node before it"));
    }

    Optional<Meaning> optional(ForeignNode node, int index) {
        return node.input(index).flatMap(this::of);
    }

    NetworkRows rows(ForeignNode node, int index) {
        return switch (argument(node, index)) {
            case NetworkRows rows -> rows;
            case ForeignConstant _,Dimensions _ ->
                throw node.refused("must compute from the rows, but gets constants as input " + (index + 1));
        };
    }

    ForeignConstant constant(ForeignNode node, int index) {
        return switch (argument(node, index)) {
            case ForeignConstant constant when constant.isNumbers() && constant.count() > 0 -> constant;
            case ForeignConstant _ -> throw node.refused("must have numbers as input " + (index + 1));
            case NetworkRows _,Dimensions _ -> throw node.refused("must have constants as input " + (index + 1)
                    + ": layers whose weights are computed are not read");
        };
    }

    Dimensions dimensions(ForeignNode node, int index) {
        return switch (argument(node, index)) {
            case Dimensions dimensions -> dimensions;
            case NetworkRows _,ForeignConstant _ -> throw unreadable(node);
        };
    }

    /** A constant must be one number, or one for each number of a row. */
    static void requireColumns(ForeignNode node, ForeignConstant constant, NetworkRows rows) {
        boolean fits = constant.dims().size() <= rows.rank();
        if (fits && constant.count() > 1) {
            boolean isOpen = rows.width() == ForeignValue.OPEN;
            fits = isOpen ? constant.broadcast().size() == 1 && rows.rank() == 2
                    : constant.broadcast().equals(Meaning.withoutLeadingOnes(rows.shape()));
            if (fits) {
                rows.segment().requireWidth(constant.count(), node);
            }
        }
        if (!fits) {
            throw node.refused("must have one constant, or one for each column, but has " + constant.dims()
                    + " for rows of " + rows.shape());
        }
    }

    static ProblemException unreadable(ForeignNode node) {
        return node.refused("cannot be read. Read are Gemm, and MatMul with Add; activations, also composed ones, of "
                + String.join(", ", Elementwise.OPERATORS)
                + ", Softmax and LogSoftmax; BatchNormalization, Dropout, ai.onnx.ml.Scaler; and Cast, Concat, Constant,"
                + " Flatten, Gather, Identity, Reshape, Shape, Slice, Squeeze, Transpose and Unsqueeze, where they change"
                + " no number");
    }
}
