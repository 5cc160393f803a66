package dev.chainrule.imports;

import dev.chainrule.budget.Computation;
import dev.chainrule.imports.LayerSegment.AffineStep;
import dev.chainrule.imports.LayerSegment.Operand;
import dev.chainrule.imports.LayerSegment.SegmentOperation;
import dev.chainrule.network.Activation;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Recognises an activation by its curve, because exporters compose activations of other operators, each in its own way: the operations of a
 * segment are computed at fixed points, and compared with every activation.
 *
 * <p>Additions and multiplications before the activation belong to the layer before it, those after it to the next layer. As many as
 * possible are taken for the layer before, and as few as possible for the next one.
 */
final class Recognition {
    /** |a − b| ≤ this·max(1, |b|): below what float32 resolves in a layer, above the rounding of constants that files hold as float32. */
    private static final double TOLERANCE = 1e-6;

    /** Steps after an activation; a BatchNormalization is two. */
    private static final int MAX_AFTER = 8;

    /** From here on a formula of the file may overflow where the activation does not, as ln(1 + eᶻ) does. */
    private static final double OVERFLOWS_FROM = 80;

    private static final double[] POSITIVE = {
        0, 1e-4, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 6.5, 8, 10, 15, 20, 30, 50,
        87, 100,
        700, 1000, 1e4, 1e6, 1e9, 1e15, 1e30};

    /** Where curves are compared. */
    private static final double[] POINTS =
            DoubleStream.concat(Arrays.stream(POSITIVE), Arrays.stream(POSITIVE).map(x -> -x)).sorted().toArray();

    private final Elementwise functions;
    private final Map<Activation, double[]> curves = new EnumMap<>(Activation.class);

    Recognition(Elementwise functions) {
        this.functions = functions;
        for (var activation : Activation.values()) {
            activation.elementwise()
                    .ifPresent(function -> curves.put(activation, functions.activation(function, POINTS)));
        }
    }

    /** An activation with what is added and multiplied before and after it. */
    record Recognized(Activation activation, List<AffineStep> before, List<AffineStep> after) {}

    /** Slots along a chain of additions and multiplications, each with the steps to it. */
    private record StepChain(List<Integer> slots, List<AffineStep> steps) {}

    /** @throws dev.chainrule.problem.ProblemException (422) if it is no activation of this service */
    Recognized recognize(LayerSegment segment, int slot) {
        var needed = needed(segment, slot);
        var before = before(segment, slot, needed);
        var after = after(segment, slot);
        for (int b = 0; b < after.slots.size(); b++) {
            int top = after.slots.get(b);
            for (int a = before.slots.size() - 1; a >= 0; a--) {
                int leaf = before.slots.get(a);
                if (leaf > top) {
                    continue;
                }
                Computation.checkpoint();
                var found = leaf == top ? Optional.of(Activation.IDENTITY)
                        : values(segment, leaf, top, needed).flatMap(this::nearest);
                if (found.isPresent()) {
                    return new Recognized(
                            found.get(), List.copyOf(before.steps.subList(0, a)),
                            List.copyOf(after.steps.subList(0, b).reversed()));
                }
            }
        }
        throw segment.operation(after.slots.getLast()).node().refused(
                "computes none of the activations that are read, which are " + names()
                        + (before.slots.getLast() == 0 ? "" : ", each of them after additions and multiplications"));
    }

    /** @throws dev.chainrule.problem.ProblemException (422) if there is anything else than additions and multiplications */
    List<AffineStep> affine(LayerSegment segment, int slot, String where) {
        var chain = before(segment, slot, needed(segment, slot));
        int reached = chain.slots.getLast();
        if (reached != slot) {
            var needed = needed(segment, slot);
            int first = needed.stream().filter(other -> other > reached).min(Integer::compare).orElse(slot);
            throw segment.operation(first).node().refused(
                    "must not be " + where
                            + ", where only additions and multiplications of numbers for each column are read");
        }
        return chain.steps;
    }

    private static String names() {
        return Arrays.stream(Activation.values()).map(JsonName::of).collect(Collectors.joining(", "));
    }

    /** The slots from 1 on that a slot is computed from, and itself. */
    private static Set<Integer> needed(LayerSegment segment, int slot) {
        var needed = new HashSet<Integer>();
        needed.add(slot);
        for (int i = slot; i > 0; i--) {
            if (needed.contains(i)) {
                for (var operand : segment.operation(i).operands()) {
                    if (operand instanceof Operand.SlotOperand(int index)) {
                        needed.add(index);
                    }
                }
            }
        }
        needed.remove(0);
        return needed;
    }

    private static StepChain before(LayerSegment segment, int slot, Set<Integer> needed) {
        var slots = new ArrayList<>(List.of(0));
        var steps = new ArrayList<AffineStep>();
        int leaf = 0;
        while (leaf != slot) {
            int from = leaf;
            var users = needed.stream().filter(user -> segment.operation(user).uses(from)).toList();
            var step =
                    users.size() == 1 ? segment.operation(users.getFirst()).step(from) : Optional.<AffineStep>empty();
            if (step.isEmpty()) {
                break;
            }
            leaf = users.getFirst();
            slots.add(leaf);
            steps.add(step.get());
        }
        return new StepChain(slots, steps);
    }

    /** The steps in reverse order. */
    private static StepChain after(LayerSegment segment, int slot) {
        var slots = new ArrayList<>(List.of(slot));
        var steps = new ArrayList<AffineStep>();
        int top = slot;
        while (top > 0 && steps.size() < MAX_AFTER) {
            var operation = segment.operation(top);
            var from = operation.onlySlot();
            var step = from.flatMap(operation::step);
            if (step.isEmpty()) {
                break;
            }
            top = from.orElseThrow();
            slots.add(top);
            steps.add(step.get());
        }
        return new StepChain(slots, steps);
    }

    /** The curve from one slot to another one; empty if it differs from column to column. */
    private Optional<double[]> values(LayerSegment segment, int leaf, int top, Set<Integer> needed) {
        var values = new HashMap<Integer, double[]>();
        values.put(leaf, POINTS);
        for (int slot = leaf + 1; slot <= top; slot++) {
            if (!needed.contains(slot)) {
                continue;
            }
            var arguments = arguments(segment.operation(slot), values);
            if (arguments.isEmpty()) {
                return Optional.empty();
            }
            var operation = segment.operation(slot);
            values.put(slot, functions.apply(operation.node(), operation.operator(), arguments.get()));
        }
        return Optional.ofNullable(values.get(top));
    }

    private static Optional<List<double[]>> arguments(SegmentOperation operation, Map<Integer, double[]> values) {
        var arguments = new ArrayList<double[]>();
        for (var operand : operation.operands()) {
            switch (operand) {
                case Operand.SlotOperand(int index) -> {
                    var present = values.get(index);
                    if (present == null) {
                        return Optional.empty();
                    }
                    arguments.add(present);
                }
                case Operand.NumbersOperand(var numbers) -> {
                    if (!numbers.isUniform()) {
                        return Optional.empty();
                    }
                    var constant = new double[POINTS.length];
                    Arrays.fill(constant, numbers.at(0));
                    arguments.add(constant);
                }
            }
        }
        return Optional.of(arguments);
    }

    private Optional<Activation> nearest(double[] values) {
        return curves.entrySet().stream()
                .filter(curve -> isEqual(values, curve.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isEqual(double[] values, double[] curve) {
        for (int i = 0; i < POINTS.length; i++) {
            boolean overflows = !Double.isFinite(values[i]) && Math.abs(POINTS[i]) >= OVERFLOWS_FROM;
            // Written so that NaN is not equal.
            if (!overflows && !(Math.abs(values[i] - curve[i]) <= TOLERANCE * Math.max(1, Math.abs(curve[i])))) {
                return false;
            }
        }
        return true;
    }
}
