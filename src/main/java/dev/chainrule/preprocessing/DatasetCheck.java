package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks from the columns alone whether a dataset fits a network, before anything is read or queued. */
public final class DatasetCheck {

    private DatasetCheck() {}

    /**
     * Whether a network can be trained with a dataset.
     *
     * @param inputs how many inputs the network has; empty: as many as the dataset gives
     * @param outputs how many outputs it has
     * @param at the dataset's place in the request
     */
    public static void training(
            List<Column> columns, OptionalInt inputs, int outputs, Loss loss, MissingValues missing, Faults at) {
        var schema = Schema.of(columns);
        if (schema.targets().isEmpty()) {
            at.add("has no target column: make a dataset with one from it, by POST /api/v1/datasets with {\"from\": \"<its name>\","
                    + " \"columns\": [{\"name\": \"" + columns.getLast().name()
                    + "\", \"role\": \"target\"}]}, or upload it again"
                    + " with target=… (CSV) or \"role\": \"target\" (JSON)");
            return;
        }
        if (schema.features().isEmpty()) {
            at.add("has no feature column: make a dataset with one from it (\"from\"), or upload it again with more columns");
            return;
        }
        if (schema.inputs() == 0) {
            at.add("has no value in any feature column, so that a network would have no inputs");
            return;
        }
        if (inputs.isPresent() && inputs.getAsInt() != schema.inputs()) {
            at.add("gives " + schema.inputs() + " inputs, but the model has " + inputs.getAsInt()
                    + ": change the model's inputs or leave them out");
        }
        if (schema.hasClasses()) {
            classes(schema.targets(), outputs, at);
        } else {
            numbers(schema.targets(), outputs, loss, at);
        }
        for (var target : schema.targets()) {
            noneMissing(target, "targets must be known: leave these rows out", at);
        }
        if (missing == MissingValues.ERROR) {
            for (var feature : schema.features()) {
                noneMissing(feature, "leave these rows out, or choose \"missing\": \"mean\"", at);
            }
        }
    }

    /**
     * Whether the targets may be scaled in this way.
     *
     * @param at the scaling's place in the request
     */
    public static void targets(List<Column> columns, Loss loss, Scaling targets, Faults at) {
        var schema = Schema.of(columns);
        if (targets != Scaling.NONE && !schema.hasClasses() && schema.decidesClasses(loss)) {
            at.add("must be \"none\" or left out for a cross-entropy, which needs probabilities from 0 to 1");
        }
    }

    /**
     * Whether targets of a cross-entropy that is not the outputs' own loss are probabilities.
     *
     * @param names of these targets
     * @param at the dataset's place in the request
     */
    public static void probabilities(List<Column> columns, List<String> names, Faults at) {
        numeric(columns, names).forEach(target -> requireProbabilities(target, at));
    }

    /**
     * Whether targets of a cross-entropy that is not the outputs' own loss stay as they are.
     *
     * @param names of these targets
     * @param at the scaling's place in the request
     */
    public static void unscaled(List<Column> columns, List<String> names, Scaling targets, Faults at) {
        var probabilities = numeric(columns, names);
        if (!probabilities.isEmpty() && targets != Scaling.NONE) {
            at.add("must be \"none\" or left out: target " + probabilities.getFirst().name()
                    + " goes into a cross-entropy, which needs probabilities from 0 to 1");
        }
    }

    private static List<Column> numeric(List<Column> columns, List<String> names) {
        return columns.stream().filter(column -> column.isNumeric() && names.contains(column.name())).toList();
    }

    /**
     * Whether the classes may have these weights.
     *
     * @param at the weights' place in the request
     */
    public static void classWeights(List<Column> columns, Loss loss, ClassWeights weights, Faults at) {
        var schema = Schema.of(columns);
        if (!schema.targets().isEmpty()) {
            classWeights(schema.classes(loss), weights, at);
        }
    }

    /** As {@link #classWeights(List, Loss, ClassWeights, Faults)}, for the classes that a version has. */
    public static void classWeights(Preprocessing preprocessing, Loss loss, ClassWeights weights, Faults at) {
        var task = Task.of(preprocessing, loss);
        classWeights(task.decidesOneClass() ? task.classNames(preprocessing) : List.of(), weights, at);
    }

    private static void classWeights(List<String> classes, ClassWeights weights, Faults at) {
        if (weights instanceof ClassWeights.None) {
            return;
        }
        if (classes.isEmpty()) {
            at.add("is for targets that are classes: make the target categorical if it is one, or leave this out");
        } else if (weights instanceof ClassWeights.Given(var given)) {
            given.keySet().stream()
                    .filter(name -> !classes.contains(name))
                    .forEach(name -> at.add(name, "is not a class of the target; its classes are " + listed(classes)));
            if (classes.stream().allMatch(name -> given.getOrDefault(name, 1.0) == 0)) {
                at.add("gives every class the weight 0: at least one class must count");
            }
        }
    }

    private static String listed(List<String> classes) {
        return Listing.of(classes);
    }

    private static void noneMissing(Column column, String remedy, Faults at) {
        if (column.missing() > 0) {
            at.add("column " + column.name() + " has " + counted(column.missing(), "missing value") + ": " + remedy);
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static void classes(List<Column> targets, int outputs, Faults at) {
        if (targets.size() > 1) {
            at.add("has several target columns, a categorical one among them: a class must be the only target");
            return;
        }
        int classes = targets.getFirst().categories().size();
        if (outputs != classes && !(outputs == 1 && classes == 2)) {
            at.add("target " + targets.getFirst().name() + " has " + classes + (classes == 1 ? " class" : " classes")
                    + ", but the model's last layer has " + counted(outputs, "unit") + ": give it " + classes
                    + (classes == 2 ? " (or 1)" : "")
                    + "; if the target is a number, upload it with a decimal point and nothing else");
        }
    }

    private static void numbers(List<Column> targets, int outputs, Loss loss, Faults at) {
        if (outputs != targets.size()) {
            at.add("has " + counted(targets.size(), "numeric target column") + ", but the model's last layer has "
                    + counted(outputs, "unit")
                    + ": give it one for each target, or make the target categorical if it is a class");
        }
        if (loss.takesProbabilities()) {
            targets.forEach(target -> requireProbabilities(target, at));
        }
    }

    /** Whether one dataset can validate what is trained with another. */
    public static void validation(
            List<Column> training, List<Column> validation, Loss loss, MissingValues missing, Faults at) {
        var schema = Schema.of(training);
        var wanted = Stream.concat(
                schema.features().stream()
                        .map(column -> Wanted.feature(column, missing == MissingValues.ERROR)),
                schema.targets().stream().map(Wanted::target))
                .toList();
        columns(wanted, validation, loss, at);
    }

    /** Whether rows of these columns can be encoded as those were that a model was trained with. */
    public static void encoding(Preprocessing preprocessing, List<Column> columns, Loss loss, Faults at) {
        var wanted = Stream.concat(
                preprocessing.features().stream().map(Wanted::feature),
                preprocessing.targets().stream().map(Wanted::target))
                .toList();
        columns(wanted, columns, loss, at);
    }

    /**
     * Whether the features of rows of these columns can be encoded as those were that a model was trained with. Targets may be there, too.
     */
    public static void features(Preprocessing preprocessing, List<Column> columns, Loss loss, Faults at) {
        columns(preprocessing.features().stream().map(Wanted::feature).toList(), columns, loss, at);
    }

    /**
     * What is required of a column.
     *
     * @param complete whether no value may be missing
     * @param categories of a target, the only ones that may occur; none of a feature, which may have any
     */
    private record Wanted(String name, boolean numeric, boolean complete, boolean target, List<String> categories) {

        static Wanted feature(Column column, boolean complete) {
            return new Wanted(column.name(), column.isNumeric(), complete, false, List.of());
        }

        static Wanted feature(ColumnEncoder encoder) {
            return switch (encoder) {
                case ColumnEncoder.Numeric numeric ->
                    new Wanted(numeric.column(), true, numeric.missing() == null, false, List.of());
                case ColumnEncoder.OneHot oneHot ->
                    new Wanted(oneHot.column(), false, oneHot.missing() == null, false, List.of());
                case ColumnEncoder.Binary binary -> new Wanted(binary.column(), false, true, false, List.of());
            };
        }

        static Wanted target(Column column) {
            return new Wanted(column.name(), column.isNumeric(), true, true, column.categories());
        }

        static Wanted target(ColumnEncoder encoder) {
            boolean numeric = encoder instanceof ColumnEncoder.Numeric;
            return new Wanted(encoder.column(), numeric, true, true, encoder.categories());
        }
    }

    private static void columns(List<Wanted> wanted, List<Column> columns, Loss loss, Faults at) {
        var known = columns.stream().collect(Collectors.toMap(Column::name, Function.identity()));
        var missing = wanted.stream().map(Wanted::name).filter(name -> !known.containsKey(name)).toList();
        if (missing.size() == 1) {
            at.add("has no column " + missing.getFirst() + ", which the model was trained with"
                    + NearestName.hint(missing.getFirst(), known.keySet()));
        } else if (!missing.isEmpty()) {
            at.add("lacks " + missing.size() + " of the " + wanted.size() + " columns that the model was trained with: "
                    + Listing.of(missing));
        }
        for (var want : wanted) {
            Optional.ofNullable(known.get(want.name())).ifPresent(column -> column(want, column, loss, at));
        }
    }

    private static void column(Wanted want, Column column, Loss loss, Faults at) {
        if (column.isIgnored()) {
            at.add("column " + column.name() + " is ignored, so that its values are not stored, but the model was"
                    + " trained with it: upload the dataset again without ignoring it");
            return;
        }
        if (column.isNumeric() != want.numeric() && column.hasValues()) {
            at.add("column " + column.name()
                    + (column.isNumeric() ? " is numeric, but was categorical" : " is categorical, but was numeric")
                    + " in training: declare its type when you upload the dataset");
            return;
        }
        if (want.complete()) {
            noneMissing(column, "leave these rows out", at);
        }
        if (want.target() && column.isCategorical()) {
            var unknown = column.categories().stream().filter(name -> !want.categories().contains(name)).toList();
            if (!unknown.isEmpty()) {
                at.add("target " + column.name() + " has the class" + (unknown.size() == 1 ? " " : "es ")
                        + listed(unknown)
                        + ", which training did not have; its classes are " + listed(want.categories()));
            }
        }
        if (want.target() && column.isNumeric() && loss.takesProbabilities()) {
            requireProbabilities(column, at);
        }
    }

    private static void requireProbabilities(Column target, Faults at) {
        target.range().filter(range -> range.min() < 0 || range.max() > 1).ifPresent(range -> at.add(
                "target " + target.name() + " runs from " + range.min() + " to " + range.max()
                        + ", but a cross-entropy needs probabilities from 0 to 1: make the target"
                        + " categorical if it is a class, or choose another loss"));
    }
}
