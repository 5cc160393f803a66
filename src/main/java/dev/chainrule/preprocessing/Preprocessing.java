package dev.chainrule.preprocessing;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How raw rows become a network's inputs and targets; fitted once, stored with the trained version.
 *
 * @param features in the order of the network's inputs
 * @param targets in the order of the network's outputs
 */
public record Preprocessing(List<ColumnEncoder> features, List<ColumnEncoder> targets) {
    public Preprocessing {
        features = List.copyOf(features);
        targets = List.copyOf(targets);
    }

    public int inputs() {
        return width(features);
    }

    public int outputs() {
        return width(targets);
    }

    /** What each output stands for: the target, or the class whose probability it is. */
    public List<String> outputNames() {
        return targets.stream().flatMap(target -> switch (target) {
            case ColumnEncoder.Numeric numeric -> Stream.of(numeric.column());
            case ColumnEncoder.OneHot oneHot -> oneHot.categories().stream();
            case ColumnEncoder.Binary binary -> Stream.of(binary.categories().getLast());
        }).toList();
    }

    public List<EncodedColumn> encodedFeatures() {
        return encoded(features);
    }

    public List<EncodedColumn> encodedTargets() {
        return encoded(targets);
    }

    private static List<EncodedColumn> encoded(List<ColumnEncoder> encoders) {
        return encoders.stream().map(encoder -> new EncodedColumn(encoder.column(), encoder.width())).toList();
    }

    static int width(List<ColumnEncoder> encoders) {
        return encoders.stream().mapToInt(ColumnEncoder::width).sum();
    }

    /** What a difference of 1 in each output stands for in the target's own unit; 1 for classes. */
    public double[] outputScale() {
        return targets.stream()
                .flatMapToDouble(target -> switch (target) {
                    case ColumnEncoder.Numeric numeric -> DoubleStream.of(1 / numeric.scale());
                    case ColumnEncoder.OneHot _,ColumnEncoder.Binary _ ->
                        DoubleStream.generate(() -> 1).limit(target.width());
                })
                .toArray();
    }

    /** Whether every numeric target is taken as it is. */
    public boolean hasUnscaledTargets() {
        return targets.stream()
                .allMatch(target -> !(target instanceof ColumnEncoder.Numeric numeric)
                        || (numeric.shift() == 0 && numeric.scale() == 1));
    }

    /** Turns a row of outputs into the targets' own units, in place; classes stay as they are. */
    public void decode(double[] outputs) {
        int at = 0;
        for (var target : targets) {
            if (target instanceof ColumnEncoder.Numeric numeric) {
                outputs[at] = numeric.decode(outputs[at]);
            }
            at += target.width();
        }
    }
}
