package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.dataset.Role;
import dev.chainrule.problem.Listing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Warnings about columns of a dataset whose values a model does not use. Columns that the upload ignores are not among them. */
public final class UnusedColumns {
    private UnusedColumns() {}

    /** For a dataset that a version is evaluated on, where all rows count alike, so that a weight is not used either. */
    public static List<DatasetWarning> ofEvaluation(Preprocessing preprocessing, Dataset dataset) {
        return warnings(names(preprocessing), dataset, true);
    }

    /** For a dataset whose rows are weighted, and encoded as a version encodes them. */
    public static List<DatasetWarning> ofWeighted(Preprocessing preprocessing, Dataset dataset) {
        return warnings(names(preprocessing), dataset, false);
    }

    /** For a dataset that validates what is trained with another one. */
    public static List<DatasetWarning> ofValidation(Dataset training, Dataset validation) {
        var schema = Schema.of(training.columns());
        var used = new HashSet<String>();
        schema.features().forEach(column -> used.add(column.name()));
        schema.targets().forEach(column -> used.add(column.name()));
        return warnings(used, validation, false);
    }

    private static Set<String> names(Preprocessing preprocessing) {
        var names = new HashSet<String>();
        preprocessing.features().forEach(encoder -> names.add(encoder.column()));
        preprocessing.targets().forEach(encoder -> names.add(encoder.column()));
        return names;
    }

    private static List<DatasetWarning> warnings(Set<String> used, Dataset dataset, boolean weightsToo) {
        var unused = dataset.columns().stream()
                .filter(column -> !column.isIgnored() && !used.contains(column.name()))
                .filter(column -> weightsToo || column.role() != Role.WEIGHT)
                .map(Column::name)
                .toList();
        return message(unused, dataset.name()).map(text -> new DatasetWarning(null, text)).stream().toList();
    }

    private static Optional<String> message(List<String> unused, String dataset) {
        return switch (unused.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("The column " + unused.getFirst() + " of the dataset \"" + dataset
                    + "\" is not used: the model was not trained with it.");
            default -> Optional.of("The columns " + Listing.of(unused) + " of the dataset \"" + dataset
                    + "\" are not used: the model was not trained with them.");
        };
    }
}
