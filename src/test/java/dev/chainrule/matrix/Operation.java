package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.CostFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation in one form, so that tests can run them all: on {@code operands} matrices of one shape, or for a product on three that
 * fit.
 */
record Operation(String name, int operands, boolean product, Body body) {
    private static final byte[] BYTES = bytes();

    /** Answers a number where the operation does, else 0. */
    interface Body {
        double run(MatrixOperations operations, Matrix[] x);
    }

    private interface Command {
        void run(MatrixOperations operations, Matrix[] x);
    }

    /** Whether running it makes a view of an operand, for its own shape. */
    boolean makesViews() {
        return name.startsWith("multiplyTransposed") || name.equals("addRow") || name.equals("columnSums")
                || name.equals("scaleRows") || name.startsWith("weighted");
    }

    double run(MatrixOperations operations, Matrix[] x) {
        return body.run(operations, x);
    }

    /** Every byte, again and again. */
    private static byte[] bytes() {
        var bytes = new byte[1 << 16];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37);
        }
        return bytes;
    }

    static List<Operation> all() {
        var all = new ArrayList<Operation>();
        product(all, "multiply", (o, x) -> o.multiply(x[0], x[1], x[2]));
        product(all, "multiplyTransposedLeft", (o, x) -> o.multiplyTransposedLeft(transposed(x[0]), x[1], x[2]));
        product(all, "multiplyTransposedRight", (o, x) -> o.multiplyTransposedRight(x[0], transposed(x[1]), x[2]));
        command(all, "addRow", 2, (o, x) -> o.addRow(row(x[0]), x[1]));
        command(all, "columnSums", 2, (o, x) -> o.columnSums(x[0], row(x[1])));
        command(all, "multiplyElements", 2, (o, x) -> o.multiplyElements(x[0], x[1]));
        command(all, "scale", 1, (o, x) -> o.scale(0.3, x[0]));
        command(all, "scaleRows", 2, (o, x) -> o.scaleRows(column(x[0]), x[1]));
        command(all, "scaleBytes", 1, (o, x) -> {
            for (var row = 0; row < x[0].rows(); row++) {
                o.scaleBytes(BYTES, row % 16, x[0].columns(), 33.3, 1 / 77.7, x[0], row);
            }
        });
        command(all, "addScaled", 2, (o, x) -> o.addScaled(-0.7, x[0], x[1]));
        command(all, "addPenaltyGradient", 2, (o, x) -> o.addPenaltyGradient(0.01, 0.02, x[0], x[1]));
        all.add(new Operation("sumOfSquares", 1, false, (o, x) -> o.sumOfSquares(x[0])));
        command(all, "softmax", 2, (o, x) -> o.softmax(x[0], x[1]));
        command(all, "softmaxBackward", 2, (o, x) -> o.softmaxBackward(x[0], x[1]));
        for (var f : ActivationFunction.values()) {
            command(all, "activate " + f, 2, (o, x) -> o.activate(f, x[0], x[1]));
            command(all, "activate in place " + f, 1, (o, x) -> o.activate(f, x[0], x[0]));
            command(all, "multiplyByDerivative " + f, 3, (o, x) -> {
                o.activate(f, x[0], x[1]);
                o.multiplyByDerivative(f, x[0], x[1], x[2]);
            });
        }
        for (var f : CostFunction.values()) {
            all.add(new Operation("cost " + f, 2, false, (o, x) -> o.cost(f, x[0], x[1])));
            all.add(new Operation("weighted cost " + f, 3, false, (o, x) -> o.cost(f, x[0], x[1], column(x[2]))));
            command(all, "costGradient " + f, 3, (o, x) -> o.costGradient(f, x[0], x[1], x[2]));
        }
        command(all, "sgd", 2, (o, x) -> o.steps().sgd(x[0], x[1], 0, x[0].size(), 0.1));
        command(all, "momentum", 3, (o, x) -> o.steps().momentum(x[0], x[1], x[2], 0, x[0].size(), 0.1, 0.9));
        command(all, "nesterov", 3, (o, x) -> o.steps().nesterov(x[0], x[1], x[2], 0, x[0].size(), 0.1, 0.9));
        command(all, "adagrad", 3, (o, x) -> o.steps().adagrad(x[0], x[1], x[2], 0, x[0].size(), 0.1, 1e-10));
        command(all, "adadelta", 4, (o, x) -> o.steps().adadelta(x[0], x[1], x[2], x[3], 0, x[0].size(), 1, 0.9, 1e-6));
        command(all, "rmsprop", 3, (o, x) -> o.steps().rmsprop(x[0], x[1], x[2], 0, x[0].size(), 0.1, 0.99, 1e-8));
        command(all, "adam", 4,
                (o, x) -> o.steps().adam(x[0], x[1], x[2], x[3], 0, x[0].size(), 0.9, 0.999, 0.01, 0.3, 1e-8));
        command(all, "amsgrad", 5, (o, x) -> o.steps()
                .amsgrad(x[0], x[1], x[2], x[3], x[4], 0, x[0].size(), 0.9, 0.999, 0.01, 0.3, 1e-8));
        command(all, "adamax", 4,
                (o, x) -> o.steps().adamax(x[0], x[1], x[2], x[3], 0, x[0].size(), 0.9, 0.999, 0.02, 1e-8));
        command(all, "nadam", 4, (o, x) -> o.steps()
                .nadam(x[0], x[1], x[2], x[3], 0, x[0].size(), 0.9, 0.999, 0.01, 0.02, 0.3, 1e-8));
        return all;
    }

    private static void product(List<Operation> all, String name, Command command) {
        all.add(new Operation(name, 3, true, (o, x) -> {
            command.run(o, x);
            return 0;
        }));
    }

    private static void command(List<Operation> all, String name, int operands, Command command) {
        all.add(new Operation(name, operands, false, (o, x) -> {
            command.run(o, x);
            return 0;
        }));
    }

    /** The same elements under the transposed shape; which element goes where does not matter to these tests. */
    private static Matrix transposed(Matrix x) {
        return x.view(0, x.columns(), x.rows());
    }

    private static Matrix row(Matrix x) {
        return x.rows() == 0 ? Matrix.zeros(x.precision(), 1, x.columns()) : x.rows(0, 1);
    }

    private static Matrix column(Matrix x) {
        return x.columns() == 0 ? Matrix.zeros(x.precision(), x.rows(), 1) : x.view(0, x.rows(), 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
