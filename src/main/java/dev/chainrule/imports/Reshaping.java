package dev.chainrule.imports;

import dev.chainrule.imports.Meaning.Dimensions;
import dev.chainrule.imports.Meaning.ForeignConstant;
import dev.chainrule.imports.Meaning.NetworkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nodes that change dimensions only. The first dimension of rows is their number, which is open and must stay what it is.
 *
 * @param declaredRows the number of rows that the file declares, which is taken for any number; {@link ForeignValue#OPEN}: none
 */
record Reshaping(int declaredRows) {
    private static final String ROWS = "must keep the rows apart: the first dimension must be their number";

    /** Dimensions that a node is given, as an attribute or as an input. */
    static Optional<List<Integer>> given(ForeignNode node, String attribute, Optional<Meaning> input) {
        if (input.isPresent()) {
            return Optional.of(integers(node, input.get()));
        }
        return node.integers(attribute)
                .map(values -> values.stream().map(value -> checked(node, value)).toList());
    }

    static List<Integer> integers(ForeignNode node, Meaning meaning) {
        return switch (meaning) {
            case Dimensions(var dims) -> dims;
            case ForeignConstant constant -> {
                boolean isInteger = constant.isNumbers() && !constant.tensor().type().isFloatingPoint();
                if (!isInteger || constant.count() > 16) {
                    throw node.refused("must get its dimensions or axes as a few integers");
                }
                var values = new ArrayList<Integer>();
                for (int i = 0; i < constant.count(); i++) {
                    values.add(checked(node, constant.tensor().integer(i)));
                }
                yield values;
            }
            case NetworkRows _ -> throw node.refused("must not get dimensions or axes that depend on the rows' values");
        };
    }

    private static int checked(ForeignNode node, long value) {
        if (value > Integer.MAX_VALUE) {
            // "To the end" in a slice.
            return Integer.MAX_VALUE;
        }
        if (value < -Integer.MAX_VALUE) {
            throw node.refused("has the dimension or axis " + value);
        }
        return (int) value;
    }

    NetworkRows reshape(ForeignNode node, NetworkRows rows, List<Integer> to) {
        if (to.isEmpty() || !isRows(to.getFirst())) {
            if (to.size() == 1 && to.getFirst() == rows.width()) {
                throw node.refused(ROWS);
            }
            throw node.refused(ROWS + ", but it is " + (to.isEmpty() ? "missing" : to.getFirst()));
        }
        int width = rows.width();
        var shape = new ArrayList<Integer>();
        int open = -1;
        long product = 1;
        for (int i = 1; i < to.size(); i++) {
            int dim = to.get(i);
            if (dim == 0 && node.integer("allowzero", 0) == 0) {
                dim = i < rows.rank() ? rows.shape().get(i - 1) : 0;
            }
            if (dim == -1 && open < 0) {
                open = i - 1;
            } else if (dim <= 0) {
                throw node.refused("has the dimensions " + to + ", which do not fit rows of " + rows.shape());
            } else {
                product *= dim;
            }
            if (product > Integer.MAX_VALUE) {
                throw node.refused("has the dimensions " + to + ", which are too large");
            }
            shape.add(dim);
        }
        if (open >= 0) {
            if (width != ForeignValue.OPEN) {
                shape.set(open, (int) (width / product));
                product *= width / product;
            } else if (product != 1) {
                throw node.refused("has the dimensions " + to + ", but the number of columns is not declared");
            } else {
                product = ForeignValue.OPEN;
            }
        }
        if (width != ForeignValue.OPEN && product != width) {
            throw node.refused("must keep the " + width + " numbers of a row, but makes " + product + " of them");
        }
        return rows.with(List.copyOf(shape));
    }

    private boolean isRows(int dim) {
        return dim == ForeignValue.OPEN || dim == 0 || dim == declaredRows;
    }

    static NetworkRows flatten(ForeignNode node, NetworkRows rows) {
        long axis = node.integer("axis", 1);
        if (axis != 1 && axis != 1 - rows.rank()) {
            throw node.refused("must have the axis 1: " + ROWS);
        }
        return rows.with(List.of(rows.width()));
    }

    static NetworkRows squeeze(ForeignNode node, NetworkRows rows, Optional<List<Integer>> axes) {
        if (axes.isEmpty()) {
            throw node.refused("must name its axes");
        }
        var removed = axes.get().stream().map(axis -> (int) axis(node, axis, rows.rank())).toList();
        var shape = new ArrayList<Integer>();
        for (int i = 0; i < rows.shape().size(); i++) {
            if (!removed.contains(i + 1)) {
                shape.add(rows.shape().get(i));
            } else if (rows.shape().get(i) != 1) {
                throw node.refused("must remove dimensions of 1 only, but removes one of " + rows.shape().get(i));
            }
        }
        if (removed.contains(0)) {
            throw node.refused(ROWS);
        }
        return rows.with(List.copyOf(shape));
    }

    static NetworkRows unsqueeze(ForeignNode node, NetworkRows rows, List<Integer> axes) {
        int rank = rows.rank() + axes.size();
        var added = axes.stream().map(axis -> (int) axis(node, axis, rank)).distinct().toList();
        if (added.size() != axes.size() || added.contains(0) || rank > 8) {
            throw node.refused(ROWS);
        }
        var shape = new ArrayList<Integer>();
        var old = rows.shape().iterator();
        for (int i = 1; i < rank; i++) {
            shape.add(added.contains(i) ? 1 : old.next());
        }
        return rows.with(List.copyOf(shape));
    }

    /** The axis counted from the first one. */
    static long axis(ForeignNode node, long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= rank) {
            throw node.refused("has the axis " + axis + ", but there are " + rank + " dimensions");
        }
        return counted;
    }

    /** The dimensions of rows. */
    static Dimensions shape(NetworkRows rows) {
        var dims = new ArrayList<>(List.of(ForeignValue.OPEN));
        dims.addAll(rows.shape());
        return new Dimensions(List.copyOf(dims));
    }

    static Dimensions gather(ForeignNode node, Dimensions dims, List<Integer> indices) {
        return new Dimensions(indices.stream().map(index -> {
            int counted = (int) axis(node, index, dims.dims().size());
            if (counted == dims.dims().size()) {
                throw node.refused("takes dimension " + index + " of " + dims.dims().size());
            }
            return dims.dims().get(counted);
        }).toList());
    }

    static Dimensions slice(ForeignNode node, Dimensions dims, List<Integer> starts, List<Integer> ends) {
        int size = dims.dims().size();
        if (starts.size() != 1 || ends.size() != 1) {
            throw node.refused("must have one start and one end");
        }
        int from = clamp(starts.getFirst(), size);
        int to = clamp(ends.getFirst(), size);
        return new Dimensions(from < to ? List.copyOf(dims.dims().subList(from, to)) : List.of());
    }

    private static int clamp(int index, int size) {
        return Math.clamp(index < 0 ? index + (long) size : index, 0, size);
    }
}
