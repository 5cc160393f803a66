package dev.chainrule.model;

import dev.chainrule.matrix.Precision;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * Predictions of a version, written number by number:
 *
 * <ul>
 *   <li>{@code model}, {@code version}, and {@code servedBecause}: why this version answers, as a sentence
 *   <li>{@code outputs}: a row for each row; numbers in the target's own unit, null where they are not finite
 *   <li>{@code outputNames}: what each output is of, the target, or the class whose probability it is
 *   <li>{@code classes}: the class of each row, null for a row whose outputs are not numbers; null if the outputs are not of one class each
 *   <li>{@code labels}: the classes by name, null where they have no names
 *   <li>{@code unknownValues}: of features, by column; none where training knew all of them
 * </ul>
 */
@JsonSerialize(using = PredictionView.PredictionWriter.class)
record PredictionView(ServedVersion served, OutputRows outputs, List<UnknownValues> unknown) {

    static final class PredictionWriter extends ValueSerializer<PredictionView> {
        @Override
        public void serialize(PredictionView view, JsonGenerator out, SerializationContext context) {
            var version = view.served().version();
            out.writeStartObject();
            out.writeStringProperty("model", version.name());
            out.writeNumberProperty("version", version.version());
            out.writeStringProperty("servedBecause", view.served().because());
            writeOutputs(view.outputs(), out);
            out.writeArrayPropertyStart("outputNames");
            version.outputNames().forEach(out::writeString);
            out.writeEndArray();
            writeClasses(version, view.outputs(), out);
            writeLabels(version, view.outputs(), out);
            context.defaultSerializeProperty("unknownValues", view.unknown(), out);
            out.writeEndObject();
        }

        private static void writeOutputs(OutputRows rows, JsonGenerator out) {
            out.writeArrayPropertyStart("outputs");
            for (int row = 0; row < rows.rows(); row++) {
                out.writeStartArray();
                for (int i = 0; i < rows.outputs(); i++) {
                    write(rows.output(row, i), rows.precision(), out);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
        }

        /** With as few digits as the precision needs. */
        private static void write(double number, Precision precision, JsonGenerator out) {
            if (!Double.isFinite(number)) {
                out.writeNull();
                return;
            }
            switch (precision) {
                case FLOAT32 -> out.writeNumber((float) number);
                case FLOAT64 -> out.writeNumber(number);
            }
        }

        private static void writeClasses(LoadedVersion version, OutputRows rows, JsonGenerator out) {
            if (!version.decidesOneClass()) {
                out.writeNullProperty("classes");
                return;
            }
            out.writeArrayPropertyStart("classes");
            for (int row = 0; row < rows.rows(); row++) {
                int index = rows.classOf(row);
                if (index < 0) {
                    out.writeNull();
                } else {
                    out.writeNumber(index);
                }
            }
            out.writeEndArray();
        }

        private static void writeLabels(LoadedVersion version, OutputRows rows, JsonGenerator out) {
            if (version.labels().isEmpty()) {
                out.writeNullProperty("labels");
                return;
            }
            out.writeArrayPropertyStart("labels");
            for (int row = 0; row < rows.rows(); row++) {
                var label = rows.label(row);
                if (label == null) {
                    out.writeNull();
                } else {
                    out.writeString(label);
                }
            }
            out.writeEndArray();
        }
    }
}
