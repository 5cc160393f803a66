package dev.chainrule.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a tensor of the file's graph stands for. */
sealed interface Meaning {
    /**
     * Numbers or texts of the file, seen with other dimensions or as another type: a view that copies nothing.
     *
     * @param dims as they are seen
     * @param transposed whether rows and columns are exchanged; then there are two dimensions
     * @param type that numbers are rounded to; empty: the file's
     */
    record ForeignConstant(ForeignTensor tensor, List<Integer> dims, boolean transposed, Optional<ForeignType> type)
            implements
                Meaning {
        static ForeignConstant of(ForeignTensor tensor) {
            return new ForeignConstant(tensor, tensor.dims(), false, Optional.empty());
        }

        ForeignConstant as(ForeignType other) {
            return new ForeignConstant(tensor, dims, transposed, Optional.of(other));
        }

        ForeignConstant transpose() {
            return new ForeignConstant(tensor, dims.reversed(), !transposed, type);
        }

        ForeignType elements() {
            return type.orElseGet(tensor::type);
        }

        boolean isNumbers() {
            return tensor.type().isNumber();
        }

        int count() {
            return tensor.count();
        }

        double at(int index) {
            if (!transposed) {
                return cast(tensor.at(index));
            }
            int columns = dims.getLast();
            return at(index / columns, index % columns);
        }

        /** An element of a matrix. */
        double at(int row, int column) {
            return cast(tensor.at(transposed ? column * dims.getFirst() + row : row * dims.getLast() + column));
        }

        private double cast(double number) {
            return type.isPresent() ? type.get().rounded(number) : number;
        }

        /** The dimensions without leading ones, which broadcasting ignores. */
        List<Integer> broadcast() {
            return withoutLeadingOnes(dims);
        }
    }

    /**
     * Values that are computed from the rows.
     *
     * @param shape of one row; {@link ForeignValue#OPEN} where the width is not declared
     * @param slot of the segment that holds them
     */
    record NetworkRows(List<Integer> shape, LayerSegment segment, int slot) implements Meaning {
        NetworkRows with(List<Integer> other) {
            return new NetworkRows(other, segment, slot);
        }

        int rank() {
            return shape.size() + 1;
        }

        /** How many numbers a row has; {@link ForeignValue#OPEN} if that is not known. */
        int width() {
            int width = 1;
            for (int dim : shape) {
                width = dim == ForeignValue.OPEN || width == ForeignValue.OPEN ? ForeignValue.OPEN : width * dim;
            }
            return width;
        }

        /** Whether a row is a vector, possibly with dimensions of 1 before it. */
        boolean isFlat() {
            return !shape.isEmpty() && shape.subList(0, shape.size() - 1).stream().allMatch(dim -> dim == 1);
        }
    }

    /** Dimensions that are computed from those of rows; {@link ForeignValue#OPEN} for the number of rows. */
    record Dimensions(List<Integer> dims) implements Meaning {}

    static List<Integer> withoutLeadingOnes(List<Integer> dims) {
        var rest = new ArrayList<>(dims);
        while (!rest.isEmpty() && rest.getFirst() == 1) {
            rest.removeFirst();
        }
        return List.copyOf(rest);
    }
}
