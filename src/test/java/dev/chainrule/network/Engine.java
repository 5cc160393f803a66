package dev.chainrule.network;

import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the tests of this package train with. */
public final class Engine {
    public static final MatrixOperations FLOAT32 = operations(Precision.FLOAT32);
    public static final MatrixOperations FLOAT64 = operations(Precision.FLOAT64);

    private Engine() {}

    public static MatrixOperations operations(Precision precision) {
        return MatrixOperations.of(precision, KernelSelection.choose(Requested.AUTO), ComputeTeam.alone());
    }

    static Samples samples(Precision precision, double[][] x, double[][] y) {
        return new MatrixSamples(Matrix.of(precision, x), Matrix.of(precision, y));
    }

    static MatrixOperations operationsFor(Trainable network) {
        return switch (network.precision()) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
        };
    }

    /** The scores over all samples. */
    public static Scores scores(Trainable network, Samples samples, Metric metric, MatrixOperations operations) {
        return Evaluation.of(network, samples, metric, operations, (_, _, _) -> {}, () -> false).orElseThrow();
    }

    /** Trains by the system's clock until the plan is done. */
    public static Run train(Trainable network, Samples samples, TrainingPlan plan) {
        return train(network, samples, null, plan);
    }

    static Run train(Trainable network, Samples samples, Samples validation, TrainingPlan plan) {
        var records = new Records();
        var outcome =
                new Training(network, samples, validation, plan, records, operationsFor(network), System::nanoTime)
                        .run();
        return new Run(outcome, records.list);
    }

    public record Run(Outcome outcome, List<EpochRecord> records) {
        public List<Double> costs() {
            return records.stream().map(record -> record.training().cost()).toList();
        }
    }

    /** Keeps all records and never stops. */
    static class Records implements TrainingListener {
        final List<EpochRecord> list = new ArrayList<>();

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            list.add(record);
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    }
}
