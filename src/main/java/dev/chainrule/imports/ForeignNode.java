package dev.chainrule.imports;

import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.problem.UnicodeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node of the file's graph.
 *
 * @param position counted from 1
 * @param domain of the operator; empty: ONNX's own
 * @param inputs names of tensors; an empty one stands for an input that is left out
 */
record ForeignNode(
        int position, String name, String operator, String domain, List<String> inputs, List<String> outputs,
        Map<String, ForeignAttribute> attributes) {
    private static final Set<String> STANDARD = Set.of("", "ai.onnx");
    private static final int SHOWN = 80;

    /** The operator with its domain, unless that is ONNX's own. */
    String qualified() {
        return STANDARD.contains(domain) ? operator : domain + "." + operator;
    }

    /** The name of an input; empty if it is left out. */
    Optional<String> input(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty() ? Optional.of(inputs.get(index))
                : Optional.empty();
    }

    float number(String attribute, float otherwise) {
        var given = attributes.get(attribute);
        return given == null ? otherwise : given.number();
    }

    long integer(String attribute, long otherwise) {
        var given = attributes.get(attribute);
        return given == null ? otherwise : given.integer();
    }

    String text(String attribute, String otherwise) {
        var given = attributes.get(attribute);
        return given == null ? otherwise : given.text();
    }

    Optional<List<Long>> integers(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(ForeignAttribute::integers);
    }

    /** @param why as the rest of a sentence whose subject is the node */
    ProblemException refused(String why) {
        return new ProblemException(ProblemType.INVALID, "The node " + inWords() + " " + why);
    }

    String inWords() {
        var label = name.isEmpty() ? outputs.stream().findFirst().map(output -> "of " + quoted(output)).orElse("")
                : quoted(name);
        return (label + " (" + shown(qualified()) + ", number " + position + " in the file)").strip();
    }

    /** A name of the file, as a problem shows it. */
    static String quoted(String name) {
        return '"' + shown(name) + '"';
    }

    private static String shown(String name) {
        return UnicodeText.escaped(Excerpt.of(name, SHOWN));
    }
}
