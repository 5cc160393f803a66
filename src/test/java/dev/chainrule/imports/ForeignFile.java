package dev.chainrule.imports;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** ONNX files as other programs write them. */
final class ForeignFile {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int DOUBLE = 11;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    private final Random random = new Random(7);
    private int opset = 17;

    ForeignFile opset(int version) {
        opset = version;
        return this;
    }

    /** @param dims −1 for one that is open */
    ForeignFile input(String name, int type, long... dims) {
        graph.addInput(value(name, type, dims));
        return this;
    }

    ForeignFile output(String name, int type, long... dims) {
        graph.addOutput(value(name, type, dims));
        return this;
    }

    private static ValueInfoProto value(String name, int type, long... dims) {
        var shape = TensorShapeProto.newBuilder();
        for (long dim : dims) {
            shape.addDim(dim < 0 ? TensorShapeProto.Dimension.newBuilder().setDimParam("rows")
                    : TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    /** The same graph with other outputs. */
    ForeignFile withoutOutputs() {
        graph.clearOutput();
        return this;
    }

    /** An output that is a list of maps, as of ZipMap. */
    ForeignFile maps(String name) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(name)
                .setType(TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder())));
        return this;
    }

    /** A constant of raw float32 numbers. */
    ForeignFile floats(String name, List<Integer> dims, double... numbers) {
        var raw = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            raw.putFloat((float) number);
        }
        return tensor(name, FLOAT, dims, raw);
    }

    ForeignFile doubles(String name, List<Integer> dims, double... numbers) {
        var raw = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            raw.putDouble(number);
        }
        return tensor(name, DOUBLE, dims, raw);
    }

    ForeignFile integers(String name, long... numbers) {
        var raw = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long number : numbers) {
            raw.putLong(number);
        }
        return tensor(name, INT64, List.of(numbers.length), raw);
    }

    private ForeignFile tensor(String name, int type, List<Integer> dims, ByteBuffer raw) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(type)
                .setRawData(ByteString.copyFrom(raw.flip()));
        dims.forEach(tensor::addDims);
        return tensor(tensor);
    }

    ForeignFile tensor(TensorProto.Builder tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /** Small random numbers. */
    double[] random(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** A constant of small random numbers. */
    ForeignFile weights(String name, Integer... dims) {
        int count = List.of(dims).stream().reduce(1, (a, b) -> a * b);
        return floats(name, List.of(dims), random(count));
    }

    /** @param arguments inputs, then {@code ->}, then outputs, separated by blanks; a dot is an input that is left out */
    ForeignFile node(String operator, String arguments, AttributeProto... attributes) {
        return node("", operator, arguments, attributes);
    }

    ForeignFile node(String domain, String operator, String arguments, AttributeProto... attributes) {
        var sides = arguments.split("->", 2);
        var node = NodeProto.newBuilder().setName("node_" + graph.getNodeCount()).setOpType(operator).setDomain(domain)
                .addAllAttribute(List.of(attributes));
        for (var name : sides[0].strip().split(" +", -1)) {
            if (!name.isEmpty()) {
                node.addInput(name.equals(".") ? "" : name);
            }
        }
        node.addAllOutput(List.of(sides[1].strip().split(" +", -1)));
        graph.addNode(node);
        return this;
    }

    static AttributeProto number(String name, double value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value).build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)).build();
    }

    static AttributeProto texts(String name, String... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
        for (var value : values) {
            attribute.addStrings(ByteString.copyFromUtf8(value));
        }
        return attribute.build();
    }

    static AttributeProto numbers(String name, float... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        return attribute.build();
    }

    static AttributeProto integers(String name, List<Long> values) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS).addAllInts(values)
                .build();
    }

    ModelProto.Builder model() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(1))
                .setGraph(graph);
    }

    byte[] bytes() {
        return model().build().toByteArray();
    }

    /** As PyTorch writes {@code nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))}. */
    static ForeignFile pyTorch() {
        return new ForeignFile().input("input", FLOAT, -1, 4).output("output", FLOAT, -1, 3)
                .weights("0.weight", 5, 4).weights("0.bias", 5).weights("2.weight", 3, 5).weights("2.bias", 3)
                .node("Gemm", "input 0.weight 0.bias -> h", integer("transB", 1), number("alpha", 1), number("beta", 1))
                .node("Relu", "h -> a")
                .node("Gemm", "a 2.weight 2.bias -> output", integer("transB", 1));
    }

    /** As tf2onnx writes two Keras layers. */
    static ForeignFile keras() {
        return new ForeignFile().opset(13).input("dense_input", FLOAT, -1, 3).output("dense_1", FLOAT, -1, 2)
                .weights("W0", 3, 6).weights("b0", 6).weights("W1", 6, 2).weights("b1", 2)
                .node("MatMul", "dense_input W0 -> m0").node("Add", "m0 b0 -> z0").node("Tanh", "z0 -> a0")
                .node("MatMul", "a0 W1 -> m1").node("Add", "b1 m1 -> z1").node("Softmax", "z1 -> dense_1");
    }

    /** As skl2onnx writes a pipeline of a StandardScaler and an MLPClassifier. */
    static ForeignFile scikitLearn() {
        return new ForeignFile().opset(12).input("X", FLOAT, -1, 2).output("output_label", STRING, -1)
                .maps("output_probability")
                .weights("coefficient", 2, 4).weights("intercepts", 1, 4)
                .weights("coefficient1", 4, 3).weights("intercepts1", 1, 3)
                .tensor(TensorProto.newBuilder().setName("classes").setDataType(STRING).addDims(3)
                        .addStringData(ByteString.copyFromUtf8("ash")).addStringData(ByteString.copyFromUtf8("elm"))
                        .addStringData(ByteString.copyFromUtf8("oak")))
                .node("ai.onnx.ml", "Scaler", "X -> scaled", numbers("offset", 1.5f, -2), numbers("scale", 0.5f, 4))
                .node("Cast", "scaled -> cast", integer("to", FLOAT))
                .node("MatMul", "cast coefficient -> mul").node("Add", "mul intercepts -> add")
                .node("Relu", "add -> next")
                .node("MatMul", "next coefficient1 -> mul1").node("Add", "mul1 intercepts1 -> add1")
                .node("Softmax", "add1 -> probabilities")
                .node("ArgMax", "probabilities -> arg", integer("axis", 1), integer("keepdims", 0))
                .node("ai.onnx.ml", "ArrayFeatureExtractor", "classes arg -> label")
                .node("Identity", "label -> output_label")
                .node("ai.onnx.ml", "ZipMap", "probabilities -> output_probability",
                        texts("classlabels_strings", "ash", "elm", "oak"));
    }
}
