package dev.chainrule.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** An exported file in ONNX Runtime, as users run it. */
final class ExportedModel implements AutoCloseable {
    private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    ExportedModel(ModelProto model) {
        this(model.toByteArray());
    }

    ExportedModel(byte[] file) {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = RUNTIME.createSession(file, options);
        } catch (OrtException refused) {
            throw new AssertionError("ONNX Runtime does not load the file", refused);
        }
    }

    /** Inputs by name, in the order of the file. */
    static final class Rows {
        private final Map<String, Object> columns = new LinkedHashMap<>();
        private final int count;

        Rows(int count) {
            this.count = count;
        }

        Rows numbers(String name, double... values) {
            columns.put(name, values);
            return this;
        }

        Rows texts(String name, String... values) {
            columns.put(name, values);
            return this;
        }

        Rows matrix(String name, Matrix values) {
            columns.put(name, values);
            return this;
        }

        private OnnxTensor tensor(Object values) throws OrtException {
            return switch (values) {
                case double[] numbers -> OnnxTensor.createTensor(RUNTIME, DoubleBuffer.wrap(numbers), new long[] {
                    count, count == 0 ? 1 : numbers.length / count});
                case String[] texts -> OnnxTensor.createTensor(RUNTIME, texts, new long[] {count, 1});
                case Matrix matrix -> tensor(matrix);
                default -> throw new IllegalArgumentException(values.getClass().getName());
            };
        }

        private static OnnxTensor tensor(Matrix matrix) throws OrtException {
            var shape = new long[] {matrix.rows(), matrix.columns()};
            if (matrix.precision() == Precision.FLOAT64) {
                var numbers = DoubleBuffer.allocate(matrix.size());
                for (int i = 0; i < matrix.rows(); i++) {
                    for (int j = 0; j < matrix.columns(); j++) {
                        numbers.put(matrix.get(i, j));
                    }
                }
                return OnnxTensor.createTensor(RUNTIME, numbers.flip(), shape);
            }
            var numbers = FloatBuffer.allocate(matrix.size());
            for (int i = 0; i < matrix.rows(); i++) {
                for (int j = 0; j < matrix.columns(); j++) {
                    numbers.put((float) matrix.get(i, j));
                }
            }
            return OnnxTensor.createTensor(RUNTIME, numbers.flip(), shape);
        }
    }

    /** The outputs by name: float[][], double[][], long[] or String[]. */
    Map<String, Object> run(Rows rows) {
        var inputs = new LinkedHashMap<String, OnnxTensorLike>();
        try {
            for (var column : rows.columns.entrySet()) {
                inputs.put(column.getKey(), rows.tensor(column.getValue()));
            }
            try (var result = session.run(inputs)) {
                var outputs = new LinkedHashMap<String, Object>();
                for (var output : result) {
                    outputs.put(output.getKey(), output.getValue().getValue());
                }
                return outputs;
            }
        } catch (OrtException failure) {
            throw new AssertionError("ONNX Runtime does not run the file", failure);
        } finally {
            inputs.values().forEach(OnnxTensorLike::close);
        }
    }

    /** An output of numbers in either precision. */
    static double[][] numbers(Object output) {
        if (output instanceof double[][] numbers) {
            return numbers;
        }
        var floats = (float[][]) output;
        var numbers = new double[floats.length][];
        for (int i = 0; i < floats.length; i++) {
            numbers[i] = new double[floats[i].length];
            for (int j = 0; j < floats[i].length; j++) {
                numbers[i][j] = floats[i][j];
            }
        }
        return numbers;
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new AssertionError(failure);
        }
    }
}
