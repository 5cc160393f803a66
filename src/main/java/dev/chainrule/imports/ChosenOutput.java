package dev.chainrule.imports;

import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which tensor of a file's graph holds the network's outputs. Exporters of classifiers write the class beside the probabilities, turn the
 * probabilities into maps, and write both of two: the probabilities alone are taken.
 *
 * @param labels names of the classes that the file has; empty: none
 */
record ChosenOutput(String tensor, List<String> labels) {

    /**
     * @param named by the request
     * @throws ProblemException (422) if there is no output of numbers, or several
     */
    static ChosenOutput of(ForeignGraph graph, Optional<String> named) {
        var producers = new HashMap<String, ForeignNode>();
        graph.nodes().forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        var output = named.map(name -> named(graph, name)).orElseGet(() -> onlyOne(graph, producers));
        List<String> labels = List.of();
        var tensor = output;
        for (var node = producers.get(tensor); node != null && isPassed(node); node = producers.get(tensor)) {
            if (node.operator().equals("ZipMap")) {
                labels = zipped(node);
            }
            // A chain of nodes ends, because names are unique; a cycle does not.
            producers.remove(tensor);
            tensor = node.input(0).orElse("");
        }
        var pair = second(producers.get(tensor), producers, graph);
        return new ChosenOutput(
                pair.orElse(tensor), labels.isEmpty() ? gathered(graph) : labels);
    }

    private static String named(ForeignGraph graph, String name) {
        var names = graph.outputs().stream().map(ForeignValue::name).toList();
        if (!names.contains(name)) {
            throw ProblemException.invalid(
                    "?output",
                    "is no output of the file" + NearestName.hint(name, names) + "; its outputs are " + listed(names));
        }
        return name;
    }

    private static String onlyOne(ForeignGraph graph, Map<String, ForeignNode> producers) {
        var candidates = graph.outputs().stream()
                .filter(value -> mayBeNumbers(value, producers))
                .map(ForeignValue::name)
                .distinct()
                .toList();
        if (candidates.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID,
                    "The file has no output of floating-point numbers: export a network, not a preprocessing");
        }
        if (candidates.size() > 1) {
            throw ProblemException.invalid(
                    "?output", "must name one output, because the file has several: " + listed(candidates));
        }
        return candidates.getFirst();
    }

    private static boolean mayBeNumbers(ForeignValue value, Map<String, ForeignNode> producers) {
        var producer = producers.get(value.name());
        if (producer != null && producer.operator().equals("ZipMap")) {
            return true;
        }
        boolean isIndex = producer != null && producer.operator().equals("ArgMax");
        return !isIndex && value.type().map(ForeignType::isFloatingPoint).orElse(true);
    }

    private static boolean isPassed(ForeignNode node) {
        return node.operator().equals("ZipMap") || node.operator().equals("Identity");
    }

    private static List<String> zipped(ForeignNode zipMap) {
        var texts = zipMap.attributes().get("classlabels_strings");
        return texts != null ? texts.texts()
                : zipMap.integers("classlabels_int64s").orElse(List.of()).stream().map(String::valueOf).toList();
    }

    /** The probability p of a graph that writes [1 − p, p]. */
    private static Optional<String> second(
            @Nullable ForeignNode concat, Map<String, ForeignNode> producers, ForeignGraph graph) {
        if (concat == null || !concat.operator().equals("Concat") || concat.inputs().size() != 2) {
            return Optional.empty();
        }
        var second = concat.inputs().getLast();
        var first = producers.get(concat.inputs().getFirst());
        if (first == null || !first.operator().equals("Sub") || first.inputs().size() != 2) {
            return Optional.empty();
        }
        var one = graph.constants().get(first.inputs().getFirst());
        boolean isOne = one != null && one.type().isNumber() && one.count() == 1 && one.at(0) == 1;
        return isOne && first.inputs().getLast().equals(second) ? Optional.of(second) : Optional.empty();
    }

    /** The names from which the graph takes the class's by its index. */
    private static List<String> gathered(ForeignGraph graph) {
        for (var node : graph.nodes()) {
            var names = node.input(0).map(graph.constants()::get);
            if (names.isEmpty()) {
                continue;
            }
            var type = names.get().type();
            boolean extracts = node.operator().equals("ArrayFeatureExtractor");
            if (type == ForeignType.STRING && (extracts || node.operator().equals("Gather"))) {
                return names.get().texts();
            }
            if (extracts
                    && (type == ForeignType.INT64 || type == ForeignType.INT32) && names.get().count() <= 65_536) {
                var found = names.get();
                return IntStream.range(0, found.count())
                        .mapToObj(i -> String.valueOf(found.integer(i)))
                        .toList();
            }
        }
        return List.of();
    }

    private static String listed(List<String> names) {
        return Listing.of(names.stream().map(ForeignNode::quoted).toList());
    }
}
