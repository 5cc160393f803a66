package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Role;
import dev.chainrule.network.Loss;
import java.util.List;

/** The columns of a dataset that a network sees: its features, and its targets. */
public record Schema(List<Column> features, List<Column> targets) {
    public Schema {
        features = List.copyOf(features);
        targets = List.copyOf(targets);
    }

    public static Schema of(List<Column> columns) {
        return new Schema(with(columns, Role.FEATURE), with(columns, Role.TARGET));
    }

    private static List<Column> with(List<Column> columns, Role role) {
        return columns.stream().filter(column -> column.role() == role).toList();
    }

    /** How many inputs the features become: one for a number, one for each category. */
    public int inputs() {
        return EncodedColumn.width(encodedFeatures());
    }

    /** The features as a network takes them. */
    public List<EncodedColumn> encodedFeatures() {
        return features.stream().map(feature -> new EncodedColumn(feature.name(), width(feature))).toList();
    }

    /** The targets as a network with this number of outputs takes them. */
    public List<EncodedColumn> encodedTargets(int outputs) {
        return targets.stream().map(target -> new EncodedColumn(target.name(), width(target, outputs))).toList();
    }

    private static int width(Column target, int outputs) {
        boolean binary = target.isCategorical() && target.categories().size() == 2 && outputs == 1;
        return binary ? 1 : width(target);
    }

    private static int width(Column column) {
        return column.isNumeric() ? 1 : column.categories().size();
    }

    /** Whether the target is a class rather than numbers. */
    public boolean hasClasses() {
        return targets.stream().anyMatch(Column::isCategorical);
    }

    /**
     * What {@link Task#classNames} will say once there is a network with this loss.
     *
     * @return none where a row is not of one class
     */
    public List<String> classes(Loss loss) {
        if (hasClasses()) {
            return targets.getFirst().categories();
        }
        return switch (Task.ofNumbers(targets.size(), loss)) {
            case MULTICLASS -> Task.numbered(targets.size());
            case BINARY -> Task.numbered(2);
            case MULTILABEL, REGRESSION -> List.of();
        };
    }

    /** Whether a network with this loss learns classes from these targets, whether they are categories or probabilities. */
    public boolean decidesClasses(Loss loss) {
        return hasClasses() || loss.takesProbabilities();
    }
}
