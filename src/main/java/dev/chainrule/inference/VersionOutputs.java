package dev.chainrule.inference;

import dev.chainrule.inference.OutputTensor.NumberOutput;
import dev.chainrule.inference.OutputTensor.TextOutput;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.model.OutputRows;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The outputs that a version has: its numbers, and where each row is of one class, the class and its name. */
final class VersionOutputs {
    static final String NUMBERS = "outputs";
    static final String CLASSES = "classes";
    static final String LABEL = "label";

    /** Characters of a number in JSON, with its comma. */
    private static final int NUMBER = 26;

    /** Bytes of a text's length, or its quotes and its comma. */
    private static final int TEXT = 4;

    /** A text of a class in memory, beside its characters. */
    private static final int STRING = 100;

    /** Bytes in JSON of the longest escape, of one byte. */
    private static final int ESCAPE = 6;

    /** An answer while it grows, and its copy. */
    private static final int COPIES = 3;

    private final LoadedVersion version;

    VersionOutputs(LoadedVersion version) {
        this.version = version;
    }

    static Datatype datatype(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> Datatype.FP32;
            case FLOAT64 -> Datatype.FP64;
        };
    }

    List<TensorMetadata> metadata() {
        var all = new ArrayList<TensorMetadata>();
        var precision = version.trained().network().precision();
        all.add(new TensorMetadata(NUMBERS, datatype(precision), List.of(-1, version.outputNames().size())));
        if (version.decidesOneClass()) {
            all.add(new TensorMetadata(CLASSES, Datatype.INT64, List.of(-1)));
        }
        if (!version.labels().isEmpty()) {
            all.add(new TensorMetadata(LABEL, Datatype.BYTES, List.of(-1)));
        }
        return all;
    }

    /** The most bytes that an answer with so many rows takes while it is written. */
    long bytes(long rows, List<RequestedOutput> requested) {
        long longest = version.outputNames().stream().mapToLong(String::length).max().orElse(0);
        long label = version.labels().stream().mapToLong(String::length).max().orElse(0);
        boolean mayBeTexts = requested.stream().anyMatch(output -> output.classification().isPresent());
        return Saturated.product(COPIES, rows, Saturated.sum(
                Saturated.product(version.outputNames().size(), NUMBER + (mayBeTexts ? STRING + ESCAPE * longest : 0)),
                NUMBER, TEXT, ESCAPE * label));
    }

    /** @throws ProblemException (422) if an output is asked for that there is not, or one is asked for twice */
    void require(List<RequestedOutput> requested) {
        var names = metadata().stream().map(TensorMetadata::name).toList();
        var seen = new HashSet<String>();
        for (var output : requested) {
            var pointer = "/outputs/" + output.index();
            var shown = "\"" + TensorHead.shown(output.name()) + "\"";
            if (!names.contains(output.name())) {
                throw ProblemException.invalid(pointer + "/name", "the model has no output " + shown
                        + NearestName.hint(output.name(), names) + "; it has " + String.join(", ", names));
            }
            if (!seen.add(output.name())) {
                throw ProblemException.invalid(pointer + "/name", "the output " + shown + " is asked for twice");
            }
            if (output.classification().isPresent() && !output.name().equals(NUMBERS)) {
                throw ProblemException.invalid(pointer + "/parameters/classification",
                        "is of the output \"" + NUMBERS + "\" only, but this is " + shown);
            }
        }
    }

    /** All outputs. */
    List<OutputTensor> all(OutputRows rows) {
        return metadata().stream().map(output -> of(output.name(), rows)).toList();
    }

    /** An output that is asked for. */
    OutputTensor of(RequestedOutput requested, OutputRows rows) {
        return requested.classification().isPresent()
                ? classification(Math.min(requested.classification().getAsInt(), rows.outputs()), rows)
                : of(requested.name(), rows);
    }

    private OutputTensor of(String name, OutputRows rows) {
        int width = rows.outputs();
        return switch (name) {
            case NUMBERS -> new NumberOutput(name, datatype(rows.precision()), List.of(rows.rows(), width),
                    i -> rows.output(i / width, i % width));
            case CLASSES -> new NumberOutput(name, Datatype.INT64, List.of(rows.rows()), rows::classOf);
            default -> new TextOutput(name, List.of(rows.rows()),
                    i -> Optional.ofNullable(rows.label(i)).orElse(""));
        };
    }

    /** The largest numbers of each row, as {@code value:index:name}. */
    private OutputTensor classification(int count, OutputRows rows) {
        var texts = new ArrayList<String>();
        for (int row = 0; row < rows.rows(); row++) {
            int of = row;
            IntStream.range(0, rows.outputs())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> rows.output(of, i)).reversed())
                    .limit(count)
                    .forEach(i -> texts.add(classification(rows, of, i)));
        }
        return new TextOutput(NUMBERS, List.of(rows.rows(), count), texts::get);
    }

    private String classification(OutputRows rows, int row, int index) {
        double value = rows.output(row, index);
        var digits = rows.precision() == Precision.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
        return digits + ":" + index + ":" + version.outputNames().get(index);
    }
}
