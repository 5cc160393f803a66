package dev.chainrule.export;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.TrainedModel;
import dev.chainrule.network.Network;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.ColumnEncoder.Numeric;
import dev.chainrule.preprocessing.ColumnEncoder.OneHot;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.JsonName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Weights and preprocessing as JSON, number by number: nothing of it is in memory. Each number has as many digits as it needs to be read back
 * to the same bits. The form is described in {@code src/docs/export.md}; a change that old readers do not understand counts its version up.
 */
final class JsonExport implements ExportedFile.FileContent {
    private static final int FORMAT_VERSION = 1;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final TrainedModel trained;
    private final Provenance provenance;

    JsonExport(TrainedModel trained, Provenance provenance) {
        this.trained = trained;
        this.provenance = provenance;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("formatVersion", FORMAT_VERSION);
            json.writeName("source");
            json.writeStartObject();
            provenance.properties().forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeStringProperty("precision", JsonName.of(trained.network().precision()));
            json.writeNumberProperty("inputs", trained.network().inputs());
            writeColumns(json);
            switch (trained) {
                case TrainedModel.OfLayers layers -> writeLayers(layers.network(), json);
                case TrainedModel.OfGraph graph -> writeGraph(graph.network(), json);
            }
            writeOutputs(json);
            json.writeEndObject();
        }
    }

    private void writeColumns(JsonGenerator json) {
        json.writeName("columns");
        json.writeStartArray();
        for (var feature : trained.preprocessing().features()) {
            json.writeStartObject();
            json.writeStringProperty("name", feature.column());
            switch (feature) {
                case Numeric(var _, double shift, double scale, Double missing) -> {
                    json.writeStringProperty("kind", "number");
                    json.writeNumberProperty("shift", shift);
                    json.writeNumberProperty("scale", scale);
                    json.writeName("missing");
                    write(missing, json);
                }
                case OneHot oneHot -> {
                    json.writeStringProperty("kind", "category");
                    writeTexts("categories", oneHot.categories(), json);
                    writeTexts("untrained", oneHot.untrained(), json);
                    json.writeName("missing");
                    write(oneHot.missing(), json);
                }
                case ColumnEncoder.Binary binary ->
                    throw new IllegalStateException(binary.column() + " is a target");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(@Nullable Double number, JsonGenerator json) {
        if (number == null) {
            json.writeNull();
        } else {
            json.writeNumber(number);
        }
    }

    private static void write(@Nullable List<Double> numbers, JsonGenerator json) {
        if (numbers == null) {
            json.writeNull();
        } else {
            json.writeStartArray();
            numbers.forEach(json::writeNumber);
            json.writeEndArray();
        }
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator json) {
        json.writeName(name);
        json.writeStartArray();
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void writeLayers(Network network, JsonGenerator json) {
        json.writeName("layers");
        json.writeStartArray();
        for (int l = 0; l < network.definition().layers().size(); l++) {
            var layer = network.definition().layers().get(l);
            json.writeStartObject();
            json.writeStringProperty("activation", JsonName.of(layer.activation()));
            json.writeName("weights");
            writeRows(network.weights(l), json);
            json.writeName("biases");
            if (layer.bias()) {
                writeRow(network.biases(l), 0, json);
            } else {
                writeZeros(layer.units(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeZeros(int count, JsonGenerator json) {
        json.writeStartArray();
        for (int i = 0; i < count; i++) {
            json.writeNumber(0);
        }
        json.writeEndArray();
    }

    private static void writeGraph(Graph graph, JsonGenerator json) {
        var output = graph.definition().output().orElseThrow();
        json.writeName("graph");
        json.writeStartObject();
        json.writeStringProperty("output", output);
        json.writeName("nodes");
        json.writeStartArray();
        for (var node : graph.definition().nodesOf(output)) {
            json.writeStartObject();
            json.writeStringProperty("name", node.name());
            writeNode(node, graph, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeNode(NodeDefinition node, Graph graph, JsonGenerator json) {
        switch (node) {
            case Input input -> {
                json.writeStringProperty("type", "input");
                json.writeName("columns");
                int[] columns = Objects.requireNonNull(graph.columns().columns().get(input.name()));
                json.writeArray(columns, 0, columns.length);
            }
            case Parameter parameter -> {
                json.writeStringProperty("type", "parameter");
                json.writeName("value");
                writeRows(graph.parameter(parameter.name()), json);
            }
            case Constant constant -> {
                json.writeStringProperty("type", "constant");
                json.writeName("value");
                writeRows(Matrix.of(graph.precision(), constant.value()), json);
            }
            case Operation operation -> {
                json.writeStringProperty("type", operation.operator().name().toLowerCase(Locale.ROOT));
                writeTexts("inputs", operation.inputs(), json);
            }
        }
    }

    private static void writeRows(Matrix matrix, JsonGenerator json) {
        json.writeStartArray();
        for (int row = 0; row < matrix.rows(); row++) {
            writeRow(matrix, row, json);
        }
        json.writeEndArray();
    }

    private static void writeRow(Matrix matrix, int row, JsonGenerator json) {
        json.writeStartArray();
        for (int column = 0; column < matrix.columns(); column++) {
            double number = matrix.get(row, column);
            if (!Double.isFinite(number)) {
                json.writeNull();
            } else if (matrix.precision() == Precision.FLOAT32) {
                json.writeNumber((float) number);
            } else {
                json.writeNumber(number);
            }
        }
        json.writeEndArray();
    }

    /** What becomes of the network's outputs. */
    private void writeOutputs(JsonGenerator json) {
        var preprocessing = trained.preprocessing();
        var names = preprocessing.outputNames();
        json.writeName("outputs");
        json.writeStartArray();
        int at = 0;
        for (var target : preprocessing.targets()) {
            for (int i = 0; i < target.width(); i++) {
                json.writeStartObject();
                json.writeStringProperty("name", names.get(at++));
                json.writeNumberProperty("shift", target instanceof Numeric numeric ? numeric.shift() : 0);
                json.writeNumberProperty("scale", target instanceof Numeric numeric ? numeric.scale() : 1);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        var task = Task.of(preprocessing, trained.loss());
        json.writeStringProperty("task", JsonName.of(task));
        writeTexts("labels", task.decidesOneClass() ? preprocessing.targets().getFirst().categories() : List.of(),
                json);
    }
}
