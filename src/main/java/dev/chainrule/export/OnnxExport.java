package dev.chainrule.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.TrainedModel;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.problem.JsonName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A version as an ONNX model. */
final class OnnxExport {
    /** The newest that every common reader takes, Windows ML among them. */
    private static final int OPSET = 12;
    private static final int ML_OPSET = 1;
    private static final int IR_VERSION = 7;

    /** The one input of the network alone. */
    private static final String ENCODED_INPUT = "inputs";
    private static final String ENCODED_OUTPUT = "outputs";

    private final TrainedModel trained;
    private final Precision precision;
    private final Provenance provenance;

    private OnnxExport(TrainedModel trained, Provenance provenance) {
        this.trained = trained;
        this.precision = trained.network().precision();
        this.provenance = provenance;
    }

    static ModelProto of(TrainedModel trained, InputForm form, Provenance provenance) {
        var export = new OnnxExport(trained, provenance);
        return switch (form) {
            case COLUMNS -> export.columns();
            case ENCODED -> export.encoded();
        };
    }

    /** The whole way of a prediction. A row that has a number that is not finite has NaN for all outputs, and no class. */
    private ModelProto columns() {
        var preprocessing = trained.preprocessing();
        var features = new OnnxFeatures(preprocessing.features());
        var inputs = features.inputs();
        var targets = new OnnxTargets(preprocessing, Task.of(preprocessing, trained.loss()), precision, inputs);
        var given = new HashSet<>(targets.names());
        given.addAll(inputs);
        var nodes = new OnnxNodes(given);
        var x = features.encoded(nodes, precision);
        var notFinite = nodes.node("ReduceSum", List.of(nodes.node("Mul", x, nodes.scalar(precision, 0))),
                OnnxNodes.numbers("axes", 1), OnnxNodes.number("keepdims", 1));
        // 0 for finite inputs, else NaN: a ReLU may give 0 for NaN.
        targets.add(nodes, nodes.node("Add", network(nodes, x), notFinite));
        return model(nodes, InputForm.COLUMNS, ExportTexts.ofColumns(preprocessing, features, targets));
    }

    private ModelProto encoded() {
        var nodes = new OnnxNodes(Set.of(ENCODED_INPUT, ENCODED_OUTPUT));
        nodes.input(ENCODED_INPUT, OnnxNodes.type(precision), trained.network().inputs());
        nodes.output(ENCODED_OUTPUT, OnnxNodes.type(precision), trained.network().outputs(),
                network(nodes, ENCODED_INPUT));
        return model(nodes, InputForm.ENCODED, ExportTexts.ofEncoded(trained.preprocessing()));
    }

    private String network(OnnxNodes nodes, String x) {
        return switch (trained) {
            case TrainedModel.OfLayers layers -> OnnxLayers.of(layers.network(), nodes, x);
            case TrainedModel.OfGraph graph -> OnnxOperations.of(graph.network(), nodes, x);
        };
    }

    private ModelProto model(OnnxNodes nodes, InputForm form, String text) {
        var model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("chainrule")
                .setProducerVersion(provenance.service())
                .setModelVersion(trained.version())
                .setDocString(text)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(nodes.graph().setName(trained.name()));
        if (nodes.usesMl()) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(ML_OPSET));
        }
        provenance.properties().forEach((name, value) -> model.addMetadataProps(property(name, value)));
        return model.addMetadataProps(property("inputs", JsonName.of(form))).build();
    }

    private static StringStringEntryProto property(String name, String value) {
        return StringStringEntryProto.newBuilder().setKey(name).setValue(value).build();
    }
}
