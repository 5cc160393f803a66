package dev.chainrule.imports;

import dev.chainrule.imports.Meaning.Dimensions;
import dev.chainrule.imports.Meaning.ForeignConstant;
import dev.chainrule.imports.Meaning.NetworkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Nodes that change no number: constants, casts, and nodes that change or compute dimensions. */
record PassedNodes(Arguments arguments, Reshaping reshaping) {

    /** Empty if the node is another one. */
    Optional<Meaning> meaning(ForeignNode node) {
        return Optional.ofNullable(switch (node.qualified()) {
            case "Constant" -> constant(node);
            case "Identity" -> arguments.argument(node, 0);
            case "Dropout" -> dropout(node);
            case "Cast" -> cast(node);
            case "Transpose" -> transpose(node);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> reshaped(node);
            case "Shape" -> Reshaping.shape(arguments.rows(node, 0));
            case "Gather" -> Reshaping.gather(
                    node, arguments.dimensions(node, 0), Reshaping.integers(node, arguments.argument(node, 1)));
            case "Slice" -> slice(node);
            case "Concat" -> concat(node);
            default -> null;
        });
    }

    private static ForeignConstant constant(ForeignNode node) {
        var value = node.attributes().get("value");
        if (value == null || value.tensor() == null) {
            throw node.refused("must have its value as a tensor");
        }
        return ForeignConstant.of(value.tensor());
    }

    private Meaning dropout(ForeignNode node) {
        if (arguments.optional(node, 2).filter(mode -> !(mode instanceof ForeignConstant constant
                && constant.tensor().type() == ForeignType.BOOL && constant.count() == 1
                && constant.tensor().integer(0) == 0)).isPresent()) {
            throw node.refused("drops values at random: export the model for inference, in PyTorch after model.eval()");
        }
        return arguments.argument(node, 0);
    }

    private Meaning cast(ForeignNode node) {
        var to = ForeignType.of(node.integer("to", 0));
        return switch (arguments.argument(node, 0)) {
            case Dimensions dimensions -> dimensions;
            case NetworkRows rows when to.filter(ForeignType::isFloatingPoint).isPresent() -> rows;
            case ForeignConstant constant when constant.type().isPresent() ->
                throw node.refused("casts a constant a second time: export the model with constants folded");
            case ForeignConstant constant when constant.isNumbers()
                    && to.filter(ForeignType::isFloatingPoint).isPresent() ->
                constant.as(to.get());
            case ForeignConstant constant when to.equals(Optional.of(constant.elements())) -> constant;
            case NetworkRows _,ForeignConstant _ -> throw node.refused("must cast to floating-point numbers");
        };
    }

    private Meaning transpose(ForeignNode node) {
        var order = node.integers("perm");
        return switch (arguments.argument(node, 0)) {
            case ForeignConstant constant when constant.dims().size() == 2 -> {
                if (order.isPresent() && order.get().equals(List.of(0L, 1L))) {
                    yield constant;
                }
                if (order.isPresent() && !order.get().equals(List.of(1L, 0L))) {
                    throw node.refused("has the permutation " + order.get() + " of two dimensions");
                }
                yield constant.transpose();
            }
            case NetworkRows rows -> {
                var same = Stream.iterate(0L, i -> i + 1).limit(rows.rank()).toList();
                if (!order.equals(Optional.of(same))) {
                    throw node.refused("exchanges rows and columns, or columns with each other");
                }
                yield rows;
            }
            case ForeignConstant _,Dimensions _ -> throw Arguments.unreadable(node);
        };
    }

    private Meaning reshaped(ForeignNode node) {
        return switch (arguments.argument(node, 0)) {
            case NetworkRows rows -> switch (node.operator()) {
                case "Flatten" -> Reshaping.flatten(node, rows);
                case "Reshape" -> reshaping.reshape(node, rows, given(node, "shape"));
                case "Squeeze" ->
                    Reshaping.squeeze(node, rows, Reshaping.given(node, "axes", arguments.optional(node, 1)));
                default -> Reshaping.unsqueeze(node, rows, given(node, "axes"));
            };
            // A dimension by itself and as a list of one are the same here.
            case Dimensions dimensions -> dimensions;
            case ForeignConstant constant when constant.dims().size() <= 1 && !constant.elements().isFloatingPoint()
                    && !node.operator().equals("Reshape") ->
                constant;
            case ForeignConstant _ -> throw Arguments.unreadable(node);
        };
    }

    private List<Integer> given(ForeignNode node, String attribute) {
        return Reshaping.given(node, attribute, arguments.optional(node, 1))
                .orElseThrow(() -> node.refused("must have its " + attribute + " as a constant"));
    }

    private Meaning slice(ForeignNode node) {
        var dims = arguments.dimensions(node, 0);
        var starts = Reshaping.given(node, "starts", arguments.optional(node, 1)).orElse(List.of());
        var ends = Reshaping.given(node, "ends", arguments.optional(node, 2)).orElse(List.of());
        if (arguments.optional(node, 4).isPresent()) {
            var steps = Reshaping.integers(node, arguments.argument(node, 4));
            if (!steps.equals(List.of(1))) {
                throw node.refused("must have steps of 1");
            }
        }
        return Reshaping.slice(node, dims, starts, ends);
    }

    private Meaning concat(ForeignNode node) {
        var dims = new ArrayList<Integer>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (arguments.argument(node, i) instanceof NetworkRows) {
                throw node.refused("joins columns, but only one layer after the other is read");
            }
            dims.addAll(Reshaping.integers(node, arguments.argument(node, i)));
            if (dims.size() > 16) {
                throw Arguments.unreadable(node);
            }
        }
        return new Dimensions(List.copyOf(dims));
    }
}
