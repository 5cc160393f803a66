package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withShuffle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.RandomStream.Purpose;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs that can be repeated, with their states as bytes. */
final class StatefulRuns {
    static final int ROWS = 30;
    static final int INPUTS = 5;
    static final int CLASSES = 3;
    static final int EPOCHS = 6;
    /** Every number lies across two chunks somewhere. */
    static final int CHUNK = 7;
    static final OptimizerDefinition SGD = new OptimizerDefinition.Sgd(0.1);
    static final OptimizerDefinition NADAM = new OptimizerDefinition.Nadam(0.01, 0.9, 0.999, 1e-8, 0.004);

    static List<OptimizerDefinition> optimizers() {
        return List.of(
                SGD,
                new OptimizerDefinition.Momentum(0.1, 0.9),
                new OptimizerDefinition.Nesterov(0.1, 0.9),
                new OptimizerDefinition.Adagrad(0.1, 1e-10),
                new OptimizerDefinition.Adadelta(1, 0.9, 1e-6),
                new OptimizerDefinition.Rmsprop(0.01, 0.9, 1e-8),
                new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8),
                new OptimizerDefinition.Amsgrad(0.01, 0.9, 0.999, 1e-8),
                new OptimizerDefinition.Adamw(0.01, 0.9, 0.999, 1e-8, 0.1),
                new OptimizerDefinition.Adamax(0.01, 0.9, 0.999, 1e-8),
                NADAM);
    }

    /** What a run is made of beside its optimiser and its precision. */
    enum Kind {
        PLAIN {
            @Override
            TrainingPlan plan(TrainingPlan plan) {
                return withShuffle(plan, false);
            }
        },
        /** Shuffled batches with a ragged last one, dropout, penalties, clipping. */
        REGULARISED {
            @Override
            TrainingPlan plan(TrainingPlan plan) {
                return withClipNorm(plan, 0.5);
            }

            @Override
            LayerDefinition hidden(int units) {
                return new LayerDefinition(units, Activation.GELU, true, 0.3, 1e-3, 1e-2, null, null);
            }
        },
        /** Its patience is over soon or never, as the optimiser has it; both are seen. */
        STOPPED_EARLY {
            @Override
            TrainingPlan plan(TrainingPlan plan) {
                return withEarlyStopping(plan, new EarlyStopping(Monitor.VALIDATION_COST, 2, 0.02, true));
            }

            @Override
            boolean validates() {
                return true;
            }
        },
        VALIDATED {
            @Override
            boolean validates() {
                return true;
            }
        };

        TrainingPlan plan(TrainingPlan plan) {
            return plan;
        }

        LayerDefinition hidden(int units) {
            return LayerDefinition.of(units, Activation.TANH);
        }

        boolean validates() {
            return false;
        }
    }

    static Outcome resumed(Training training, TrainingState state) {
        training.restore(state);
        return training.run();
    }

    static byte[] encoded(TrainingState state) {
        return joined(chunks(state, CHUNK));
    }

    static List<byte[]> chunks(TrainingState state, int length) {
        var chunks = new ArrayList<byte[]>();
        state.write(length, chunks::add);
        return chunks;
    }

    static byte[] joined(List<byte[]> chunks) {
        var bytes = new ByteArrayOutputStream();
        chunks.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    static TrainingState decoded(byte[] bytes) {
        return decoded(bytes, CHUNK);
    }

    static TrainingState decoded(byte[] bytes, int chunkBytes) {
        return TrainingState.read(bytes.length, cut(bytes, chunkBytes));
    }

    static StateSummary summary(byte[] bytes) {
        return StateSummary.read(bytes.length, cut(bytes, CHUNK));
    }

    static Iterator<byte[]> cut(byte[] bytes, int chunkBytes) {
        return IntStream.iterate(0, from -> from < bytes.length, from -> from + chunkBytes)
                .mapToObj(from -> Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunkBytes)))
                .iterator();
    }

    static String withoutTime(byte[] state) {
        var copy = state.clone();
        int nanoseconds = 4 * Integer.BYTES + Double.BYTES;
        Arrays.fill(copy, nanoseconds, nanoseconds + Long.BYTES, (byte) 0);
        return HexFormat.of().formatHex(copy, 0, copy.length - Integer.BYTES);
    }

    static TrainingPlan plan(OptimizerDefinition optimizer) {
        return plan(optimizer, EPOCHS);
    }

    static TrainingPlan plan(OptimizerDefinition optimizer, int epochs) {
        return plan(optimizer, epochs, 8);
    }

    static TrainingPlan plan(OptimizerDefinition optimizer, int epochs, int batchSize) {
        return TrainingPlan.of(epochs, batchSize, optimizer, 7, new Metric.Multiclass());
    }

    static LongSupplier secondsPerLook() {
        var seconds = new long[1];
        return () -> 1_000_000_000L * seconds[0]++;
    }

    /** A run that can be repeated: every time with a network and a training of its own. */
    record Setup(Precision precision, Kind kind, TrainingPlan plan, int units) {
        Setup(Precision precision, Kind kind, TrainingPlan plan) {
            this(precision, kind, plan, 4);
        }

        Network network() {
            return Network.initialize(
                    new NetworkDefinition(
                            precision, INPUTS,
                            List.of(kind.hidden(units), LayerDefinition.of(CLASSES, Activation.SOFTMAX)),
                            Loss.CATEGORICAL_CROSS_ENTROPY),
                    1);
        }

        Training training(Network network, TrainingListener listener) {
            return training(network, listener, System::nanoTime);
        }

        Training training(Network network, TrainingListener listener, LongSupplier clock) {
            var validation = kind.validates() ? samples(precision, 1) : null;
            return new Training(
                    network, samples(precision, 0), validation, plan, listener, Engine.operations(precision), clock);
        }

        Run run() {
            var network = network();
            var listener = new StateKeeper();
            var outcome = training(network, listener).run();
            return new Run(outcome, listener.list, listener.states, HexFormat.of().formatHex(network.parameterBytes()));
        }

        Run resume(TrainingState state) {
            var network = network();
            var listener = new StateKeeper();
            var training = training(network, listener);
            var outcome = resumed(training, state);
            assertThat(training.stateAtEnd().map(TrainingState::epoch))
                    .isEqualTo(outcome instanceof Outcome.Diverged ? Optional.empty()
                            : Optional.of(state.epoch() + listener.list.size()));
            return new Run(outcome, listener.list, listener.states, HexFormat.of().formatHex(network.parameterBytes()));
        }
    }

    record Run(Outcome outcome, List<EpochRecord> records, List<byte[]> states, String parameters) {
        List<EpochRecord> withoutTime() {
            return records.stream()
                    .map(record -> new EpochRecord(
                            record.epoch(), record.training(), record.validation(), record.learningRate(),
                            record.gradientNorm(), 0))
                    .toList();
        }

        List<EpochRecord> withoutTimeAfter(int epoch) {
            var all = withoutTime();
            return all.subList(epoch + 1, all.size());
        }
    }

    /** Keeps all records and states. */
    static class StateKeeper extends Engine.Records {
        final List<byte[]> states = new ArrayList<>();

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            super.epochCompleted(record, state);
            states.add(encoded(state.get()));
        }
    }

    static Samples samples(Precision precision, long index) {
        var random = RandomStream.of(1, Purpose.SPLIT, index);
        var x = Matrix.zeros(precision, ROWS, INPUTS);
        var y = Matrix.zeros(precision, ROWS, CLASSES);
        Initializer.uniform().fill(x, random);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, random.nextInt(CLASSES), 1);
        }
        return new MatrixSamples(x, y);
    }
}
