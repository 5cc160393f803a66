package dev.chainrule.imports;

import dev.chainrule.dataset.Category;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ResourceName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the query of an import says of the file.
 *
 * @param name of the model; empty: it is named after its definition
 * @param columns names of the inputs; empty: x1, x2, …
 * @param targets names of the numeric outputs, or the one of the column whose classes they are; empty: y1, y2, …
 * @param labels names of the classes; empty: those of the file, if it has any
 * @param loss empty: it follows from the last activation
 * @param output of the file that the outputs are; empty: its only one
 */
record ImportOptions(
        Optional<String> name, List<String> columns, List<String> targets, List<String> labels, Optional<Loss> loss,
        Optional<String> output) {
    private static final List<String> KNOWN = List.of("name", "columns", "targets", "labels", "loss", "output");

    /**
     * @param query values by parameter; commas separate the names of a list, or the parameter is repeated
     * @param longest characters of a name in a list
     */
    static ImportOptions of(Map<String, String[]> query, int longest, Faults faults) {
        query.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> faults.atParameter(name).add("is unknown" + NearestName.hint(name, KNOWN)
                        + "; known are " + String.join(", ", KNOWN)));
        var name = single(query, "name", faults);
        name.ifPresent(given -> ResourceName.checkAt(given, faults.atParameter("name")));
        var columns = list(query, "columns", longest, faults);
        var targets = list(query, "targets", longest, faults);
        targets.stream()
                .filter(columns::contains)
                .forEach(both -> faults.atParameter("targets").add("the column \"" + both + "\" is also an input"));
        var labels = list(query, "labels", longest, faults, Category::canonical);
        return new ImportOptions(
                name, columns, targets, labels,
                single(query, "loss", faults)
                        .flatMap(loss -> faults.atParameter("loss").choice(loss, Loss.class, JsonName::of)),
                single(query, "output", faults));
    }

    private static Optional<String> single(Map<String, String[]> query, String parameter, Faults faults) {
        var given = query.get(parameter);
        if (given == null) {
            return Optional.empty();
        }
        if (given.length != 1 || given[0].isBlank()) {
            faults.atParameter(parameter).add("must be one value");
            return Optional.empty();
        }
        return Optional.of(given[0]);
    }

    private static List<String> list(Map<String, String[]> query, String parameter, int longest, Faults faults) {
        return list(query, parameter, longest, faults, UnaryOperator.identity());
    }

    private static List<String> list(
            Map<String, String[]> query, String parameter, int longest, Faults faults, UnaryOperator<String> spelling) {
        var at = faults.atParameter(parameter);
        var names = Stream.of(query.getOrDefault(parameter, new String[0]))
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(spelling)
                .toList();
        if (names.stream().anyMatch(name -> name.length() > longest)) {
            at.add("must have names of at most " + longest + " characters");
        }
        if (query.containsKey(parameter) && names.isEmpty()) {
            at.add("must be names, separated by commas");
        }
        requireDistinct(names, at);
        return names;
    }

    private static void requireDistinct(List<String> names, Faults at) {
        var seen = new HashSet<String>();
        names.stream().filter(name -> !seen.add(name)).findFirst()
                .ifPresent(name -> at.add("has \"" + name + "\" twice"));
    }
}
