package dev.chainrule.benchmark.service;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The layers of a version in ONNX Runtime, in this process: no HTTP, no JSON, no preprocessing. */
final class OnnxPredictor implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** @param weights as the service answers them: layers of ReLU, the last one of softmax */
    OnnxPredictor(JsonNode weights, int threads) throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        session = environment.createSession(model(weights.path("layers")).toByteArray(), options);
    }

    private static ModelProto model(JsonNode layers) {
        int float32 = TensorProto.DataType.FLOAT.getNumber();
        var graph = GraphProto.newBuilder().setName("layers");
        var input = "x";
        for (int l = 0; l < layers.size(); l++) {
            var weights = layers.get(l).path("weights");
            var tensor = TensorProto.newBuilder().setName("w" + l).setDataType(float32)
                    .addDims(weights.size()).addDims(weights.get(0).size());
            weights.forEach(row -> row.forEach(number -> tensor.addFloatData(number.floatValue())));
            var biases = TensorProto.newBuilder().setName("b" + l).setDataType(float32)
                    .addDims(weights.get(0).size());
            layers.get(l).path("biases").forEach(number -> biases.addFloatData(number.floatValue()));
            boolean isLast = l == layers.size() - 1;
            graph.addInitializer(tensor).addInitializer(biases)
                    .addNode(NodeProto.newBuilder().setOpType("Gemm").addInput(input).addInput("w" + l)
                            .addInput("b" + l).addOutput("z" + l))
                    .addNode(isLast ? softmax("z" + l)
                            : NodeProto.newBuilder().setOpType("Relu").addInput("z" + l).addOutput("a" + l));
            input = "a" + l;
        }
        int inputs = layers.get(0).path("weights").size();
        int outputs = layers.get(layers.size() - 1).path("biases").size();
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(12))
                .setGraph(graph.addInput(value("x", inputs)).addOutput(value("y", outputs)))
                .build();
    }

    private static NodeProto.Builder softmax(String input) {
        return NodeProto.newBuilder().setOpType("Softmax").addInput(input).addOutput("y")
                .addAttribute(AttributeProto.newBuilder().setName("axis")
                        .setType(AttributeProto.AttributeType.INT).setI(1));
    }

    private static ValueInfoProto value(String name, int columns) {
        var shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        return ValueInfoProto.newBuilder().setName(name)
                .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(shape)))
                .build();
    }

    /** Predictions a second, one after the other, for some seconds. */
    double perSecond(float[][] rows, double seconds) throws OrtException {
        var numbers = FloatBuffer.allocate(rows.length * rows[0].length);
        for (var row : rows) {
            numbers.put(row);
        }
        var shape = new long[] {rows.length, rows[0].length};
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long count = 0;
        long now;
        do {
            try (var tensor = OnnxTensor.createTensor(environment, numbers.rewind(), shape);
                    var result = session.run(Map.of("x", tensor))) {
                var _ = result.get(0).getValue();
            }
            count++;
            now = System.nanoTime();
        } while (now < end);
        return count / ((now - start) / 1e9);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
