package dev.chainrule.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.chainrule.budget.Computation;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The nodes of an ONNX graph, one after the other. Values are known by their names: those of inputs and outputs are given, the others are
 * made from the operator and a number, so that they differ from all that are given. The same calls give the same graph.
 */
final class OnnxNodes {
    /** The number of rows, which the caller of the file decides. */
    private static final String ROWS = "rows";

    private static final String ML = "ai.onnx.ml";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> given;
    private final Map<String, String> scalars = new HashMap<>();
    private int made;
    private boolean usesMl;

    /** @param given the names of all inputs and outputs */
    OnnxNodes(Set<String> given) {
        this.given = new HashSet<>(given);
    }

    static DataType type(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
        };
    }

    /** Whether an operator of ai.onnx.ml is among the nodes. */
    boolean usesMl() {
        return usesMl;
    }

    GraphProto.Builder graph() {
        return graph;
    }

    /** An input, rows × columns. */
    void input(String name, DataType type, int columns) {
        graph.addInput(value(name, type, columns));
    }

    /** An output, rows × columns, which has the value of a node. */
    void output(String name, DataType type, int columns, String value) {
        graph.addOutput(value(name, type, columns));
        add("Identity", List.of(value), name);
    }

    /** An output of one element for each row. */
    void output(String name, DataType type, String value) {
        graph.addOutput(value(name, type));
        add("Identity", List.of(value), name);
    }

    private static ValueInfoProto value(String name, DataType type, int... columns) {
        var shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
        for (int size : columns) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
                .build();
    }

    /** The value of a new node. */
    String node(String operator, String... inputs) {
        return node(operator, List.of(inputs));
    }

    /** The value of a new node. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        var name = name(operator);
        add(operator, inputs, name, attributes);
        return name;
    }

    private NodeProto.Builder add(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return graph.addNodeBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes));
    }

    /**
     * One column for each category, 1 where a row is of it; an unknown one has zeros only.
     *
     * @param texts rows × 1
     * @return rows × 1 × categories, float32
     */
    String oneHot(String texts, List<String> categories) {
        usesMl = true;
        var encoded = name("OneHotEncoder");
        add("OneHotEncoder", List.of(texts), encoded, texts("cats_strings", categories), number("zeros", 1))
                .setDomain(ML);
        // Checkers do not infer types of ai.onnx.ml.
        graph.addValueInfo(value(encoded, DataType.FLOAT, 1, categories.size()));
        return encoded;
    }

    /** Rounds to a precision. */
    String cast(String value, Precision to) {
        return cast(value, type(to));
    }

    String cast(String value, DataType to) {
        return node("Cast", List.of(value), number("to", to.getNumber()));
    }

    /** A number, which is broadcast to any shape. */
    String scalar(Precision precision, double number) {
        return scalars.computeIfAbsent(precision + " " + Double.doubleToRawLongBits(number), _ -> {
            var one = Matrix.zeros(precision, 1, 1);
            one.set(0, 0, number);
            return constant(type(precision), UnsafeByteOperations.unsafeWrap(one.toLittleEndianBytes()));
        });
    }

    /** 1 × numbers, which is broadcast to any number of rows. */
    String row(Precision precision, double[] numbers) {
        return matrix(Matrix.of(precision, new double[][] {numbers}));
    }

    /** A copy of a matrix in its own precision. */
    String matrix(Matrix matrix) {
        Computation.checkpoint();
        return constant(type(matrix.precision()), UnsafeByteOperations.unsafeWrap(matrix.toLittleEndianBytes()),
                matrix.rows(), matrix.columns());
    }

    private String constant(DataType type, ByteString bytes, int... dimensions) {
        var name = name("constant");
        var tensor = graph.addInitializerBuilder().setName(name).setDataType(type.getNumber()).setRawData(bytes);
        for (int size : dimensions) {
            tensor.addDims(size);
        }
        return name;
    }

    /** A list of integers. */
    String integers(long... numbers) {
        var name = name("constant");
        var tensor = integers(name, numbers);
        graph.addInitializer(tensor.addDims(numbers.length));
        return name;
    }

    /** One integer, which is broadcast to any shape. */
    String integer(long number) {
        var name = name("constant");
        graph.addInitializer(integers(name, number));
        return name;
    }

    private static TensorProto.Builder integers(String name, long... numbers) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(DataType.INT64.getNumber());
        for (long number : numbers) {
            tensor.addInt64Data(number);
        }
        return tensor;
    }

    /** A list of texts. */
    String texts(List<String> texts) {
        var name = name("constant");
        var tensor = graph.addInitializerBuilder()
                .setName(name)
                .setDataType(DataType.STRING.getNumber())
                .addDims(texts.size());
        texts.forEach(text -> tensor.addStringData(ByteString.copyFrom(text, UTF_8)));
        return name;
    }

    static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto numbers(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto fraction(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    private static AttributeProto texts(String name, List<String> values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
        values.forEach(value -> attribute.addStrings(ByteString.copyFrom(value, UTF_8)));
        return attribute.build();
    }

    private String name(String operator) {
        String name;
        do {
            name = operator.toLowerCase(Locale.ROOT) + "_" + made++;
        } while (given.contains(name));
        return name;
    }
}
