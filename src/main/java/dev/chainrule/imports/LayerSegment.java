package dev.chainrule.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a file's graph computes, element by element, from the input or from the weighted sums of a layer until the next layer. Slot 0 holds
 * the sums, slot i + 1 the result of operation i, which uses slots before it only.
 */
final class LayerSegment {
    /** More operations between two layers are no activation. */
    static final int MAX_OPERATIONS = 128;

    private final @Nullable DenseDraft layer;
    /** The softmax that the layer ends in, if it does: then slot 0 holds its values. */
    private final @Nullable ForeignNode softmax;
    private final List<SegmentOperation> operations = new ArrayList<>();
    private int width;
    private boolean closed;

    private LayerSegment(@Nullable DenseDraft layer, @Nullable ForeignNode softmax, int width) {
        this.layer = layer;
        this.softmax = softmax;
        this.width = width;
    }

    /** @param width {@link ForeignValue#OPEN} if it is not declared */
    static LayerSegment ofInput(int width) {
        return new LayerSegment(null, null, width);
    }

    static LayerSegment of(DenseDraft layer) {
        return new LayerSegment(layer, null, layer.units());
    }

    static LayerSegment afterSoftmax(DenseDraft layer, ForeignNode softmax) {
        return new LayerSegment(layer, softmax, layer.units());
    }

    sealed interface Operand {
        record SlotOperand(int index) implements Operand {}

        record NumbersOperand(NumberVector numbers) implements Operand {}
    }

    /** @param operator that the node applies, or a part of it */
    record SegmentOperation(ForeignNode node, String operator, List<Operand> operands) {
        boolean uses(int slot) {
            return operands.contains(new Operand.SlotOperand(slot));
        }

        /** What this does to a slot if that is an addition or multiplication of numbers; empty otherwise. */
        Optional<AffineStep> step(int slot) {
            if (!uses(slot)) {
                return Optional.empty();
            }
            if (operator.equals("Neg")) {
                return Optional.of(new AffineStep.Multiply(NumberVector.of(-1)));
            }
            if (operands.size() != 2) {
                return Optional.empty();
            }
            boolean first = operands.getFirst().equals(new Operand.SlotOperand(slot));
            if (!(operands.get(first ? 1 : 0) instanceof Operand.NumbersOperand(var numbers))) {
                return Optional.empty();
            }
            return switch (operator) {
                case "Add", "Sum" -> Optional.of(new AffineStep.Add(numbers));
                case "Mul" -> Optional.of(new AffineStep.Multiply(numbers));
                case "Sub" ->
                    Optional.of(first ? new AffineStep.Add(numbers.negated()) : new AffineStep.SubtractFrom(numbers));
                case "Div" -> first ? Optional.of(new AffineStep.Multiply(numbers.inverse())) : Optional.empty();
                default -> Optional.empty();
            };
        }

        /** The only slot that this uses, if it is one. */
        Optional<Integer> onlySlot() {
            var slots = operands.stream()
                    .flatMap(operand -> operand instanceof Operand.SlotOperand(int index) ? Stream.of(index)
                            : Stream.empty())
                    .toList();
            return slots.size() == 1 ? Optional.of(slots.getFirst()) : Optional.empty();
        }
    }

    /** A part of an affine function. */
    sealed interface AffineStep {
        record Add(NumberVector offset) implements AffineStep {}

        record Multiply(NumberVector factor) implements AffineStep {}

        /** offset − x. */
        record SubtractFrom(NumberVector offset) implements AffineStep {}

        default void applyTo(DenseDraft layer) {
            switch (this) {
                case Add(var offset) -> layer.add(offset);
                case Multiply(var factor) -> layer.scale(factor);
                case SubtractFrom(var offset) -> {
                    layer.scale(NumberVector.of(-1));
                    layer.add(offset);
                }
            }
        }

        default void applyTo(Affine affine) {
            switch (this) {
                case Add(var offset) -> affine.add(offset);
                case Multiply(var factor) -> affine.scale(factor);
                case SubtractFrom(var offset) -> {
                    affine.scale(NumberVector.of(-1));
                    affine.add(offset);
                }
            }
        }
    }

    /** The slot of the result. */
    int add(ForeignNode node, String operator, List<Operand> operands) {
        if (operations.size() == MAX_OPERATIONS) {
            throw node
                    .refused("is one of more than " + MAX_OPERATIONS + " operations between two dense layers, which no"
                            + " activation here has");
        }
        operations.add(new SegmentOperation(node, operator, List.copyOf(operands)));
        return operations.size();
    }

    /** The operation whose result a slot from 1 on holds. */
    SegmentOperation operation(int slot) {
        return operations.get(slot - 1);
    }

    int slots() {
        return operations.size() + 1;
    }

    /** Empty: this begins with the input. */
    Optional<DenseDraft> layer() {
        return Optional.ofNullable(layer);
    }

    Optional<ForeignNode> softmax() {
        return Optional.ofNullable(softmax);
    }

    /** {@link ForeignValue#OPEN} as long as it is not known. */
    int width() {
        return width;
    }

    /** @throws dev.chainrule.problem.ProblemException (422) if the width is another one */
    void requireWidth(int needed, ForeignNode by) {
        if (width == ForeignValue.OPEN) {
            width = needed;
        }
        if (width != needed) {
            throw by.refused("needs " + needed + " columns, but gets " + width);
        }
    }

    /** Its end is reached; another one would be a branch of the network. */
    void close(ForeignNode by) {
        if (closed) {
            throw by.refused(
                    "is the beginning of a second branch of the network: only one layer after the other is read");
        }
        closed = true;
    }
}
