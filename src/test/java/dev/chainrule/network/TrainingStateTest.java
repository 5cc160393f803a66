package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that goes on from any of its states ends like one that was never interrupted, to the bit. */
class TrainingStateTest {
    private static final int EPOCHS = 6;
    private static final int ROWS = 50;
    private static final int INPUTS = 7;
    private static final long SEED = 3;

    private static final List<OptimizerDefinition> OPTIMIZERS = List.of(
            new OptimizerDefinition.Sgd(0.1),
            new OptimizerDefinition.Momentum(0.1, 0.9),
            new OptimizerDefinition.Nesterov(0.1, 0.9),
            new OptimizerDefinition.Adagrad(0.1, 1e-10),
            new OptimizerDefinition.Adadelta(1, 0.9, 1e-6),
            new OptimizerDefinition.Rmsprop(0.01, 0.9, 1e-8),
            new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8),
            new OptimizerDefinition.Amsgrad(0.01, 0.9, 0.999, 1e-8),
            new OptimizerDefinition.Adamw(0.01, 0.9, 0.999, 1e-8, 0.1),
            new OptimizerDefinition.Adamax(0.01, 0.9, 0.999, 1e-8),
            new OptimizerDefinition.Nadam(0.01, 0.9, 0.999, 1e-8, 0.004));

    static Stream<Arguments> optimizersAndPrecisions() {
        return Arrays.stream(Precision.values())
                .flatMap(precision -> OPTIMIZERS.stream().map(optimizer -> Arguments.of(optimizer, precision)));
    }

    /** How a run went: all that can be told from outside, but for the seconds. */
    private record Course(Outcome outcome, List<EpochRecord> records, byte[] parameters) {
        void assertEqualTo(Course other) {
            assertThat(outcome).isEqualTo(other.outcome);
            assertThat(records.stream().map(Course::timeless))
                    .isEqualTo(other.records.stream().map(Course::timeless).toList());
            assertThat(parameters).isEqualTo(other.parameters);
        }

        private static EpochRecord timeless(EpochRecord record) {
            return new EpochRecord(record.epoch(), record.training(), record.validation(), record.learningRate(),
                    record.gradientNorm(), 0);
        }
    }

    /** A network, its rows and its plan, to be trained as often as wanted. */
    private record Setting(NetworkDefinition definition, TrainingPlan plan, boolean validates) {
        Course whole(List<byte[]> states) {
            return course(states, null, List.of());
        }

        Course from(byte[] state, List<EpochRecord> before) {
            return course(new ArrayList<>(), state, before);
        }

        private Course course(List<byte[]> states, byte[] from, List<EpochRecord> before) {
            var network = Network.initialize(definition, SEED);
            var records = new ArrayList<>(before);
            var listener = new Engine.Records() {
                @Override
                public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
                    records.add(record);
                    states.add(state.get().encode());
                }
            };
            var training = new Training(
                    network,
                    samples(definition.precision(), ROWS, 0),
                    validates ? samples(definition.precision(), ROWS / 2, 1) : null,
                    plan,
                    listener,
                    Engine.operations(definition.precision()),
                    System::nanoTime);
            var outcome = from == null ? training.run() : training.resume(TrainingState.decode(from));
            assertThat(training.stateAtEnd().orElseThrow().epoch()).isEqualTo(states.isEmpty()
                    ? TrainingState.decode(from).epoch()
                    : TrainingState.decode(states.getLast()).epoch());
            return new Course(outcome, records, network.parameters());
        }
    }

    private static Samples samples(Precision precision, int rows, int stream) {
        var random = RandomStream.of(SEED, Purpose.DATA, stream);
        var x = Matrix.zeros(precision, rows, INPUTS);
        var y = Matrix.zeros(precision, rows, 3);
        Initializer.uniform().fill(x, random);
        for (int i = 0; i < rows; i++) {
            y.set(i, random.nextInt(3), 1);
        }
        return new MatrixSamples(x, y);
    }

    private static Setting setting(
            Precision precision, OptimizerDefinition optimizer, double dropout, boolean validates,
            UnaryOperator<TrainingPlan> change) {
        var definition = new NetworkDefinition(
                precision,
                INPUTS,
                List.of(
                        new LayerDefinition(8, Activation.RELU, null, true, dropout, dropout / 100, 0, null, null),
                        LayerDefinition.of(3, Activation.SOFTMAX)),
                Loss.CATEGORICAL_CROSS_ENTROPY);
        return new Setting(
                definition, change.apply(TrainingPlan.of(EPOCHS, 16, optimizer, SEED, new Metric.Classes())),
                validates);
    }

    private static void assertGoesOnFromEveryState(Setting setting) {
        var states = new ArrayList<byte[]>();
        var whole = setting.whole(states);
        assertThat(states).hasSameSizeAs(whole.records());

        for (int epoch = 0; epoch < states.size(); epoch++) {
            setting.from(states.get(epoch), whole.records().subList(0, epoch + 1)).assertEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void everyOptimizerGoesOn(OptimizerDefinition optimizer, Precision precision) {
        assertGoesOnFromEveryState(setting(precision, optimizer, 0.3, true, plan -> plan.withClipNorm(0.5)));
    }

    @ParameterizedTest
    @EnumSource
    void earlyStoppingGoesOn(Precision precision) {
        var stopping = new EarlyStopping(EarlyStopping.Monitor.VALIDATION_COST, 2, 0, true);
        var setting = setting(precision, new OptimizerDefinition.Sgd(1.5), 0, true,
                plan -> plan.withEarlyStopping(stopping));

        assertThat(setting.whole(new ArrayList<>()).outcome()).isInstanceOf(Outcome.EarlyStopped.class);
        assertGoesOnFromEveryState(setting);
    }

    @Test
    void aTargetThatIsReachedStaysReached() {
        var setting = setting(Precision.FLOAT64, new OptimizerDefinition.Sgd(0.1), 0, false,
                plan -> plan.withStopAtCost(1.2));

        assertThat(setting.whole(new ArrayList<>()).outcome()).isInstanceOf(Outcome.TargetReached.class);
        assertGoesOnFromEveryState(setting);
    }

    @Test
    void smallNetworksGoOn() {
        var definition = new NetworkDefinition(Precision.FLOAT32, INPUTS,
                List.of(LayerDefinition.of(3, Activation.SIGMOID), LayerDefinition.of(3, Activation.SIGMOID)),
                Loss.BINARY_CROSS_ENTROPY);
        assertGoesOnFromEveryState(new Setting(
                definition,
                TrainingPlan.of(EPOCHS, TrainingPlan.FULL, new OptimizerDefinition.Sgd(0.1), SEED,
                        new Metric.Classes()),
                false));
    }

    @Test
    void moreEpochsGoOnFromTheStateAtTheEnd() {
        var adam = new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8);
        var longer = setting(Precision.FLOAT32, adam, 0.3, false, plan -> plan);
        var states = new ArrayList<byte[]>();
        var whole = longer.whole(states);
        var shorter = new Setting(
                longer.definition(), TrainingPlan.of(3, 16, adam, SEED, new Metric.Classes()), false);

        var first = new ArrayList<byte[]>();
        var part = shorter.whole(first);

        longer.from(first.getLast(), part.records()).assertEqualTo(whole);
    }

    @Test
    void everyDamageIsFound() {
        var states = new ArrayList<byte[]>();
        setting(Precision.FLOAT32, new OptimizerDefinition.Nadam(0.01, 0.9, 0.999, 1e-8, 0.004), 0, true,
                plan -> plan.withEarlyStopping(new EarlyStopping(EarlyStopping.Monitor.COST, 2, 0, true)))
                .whole(states);
        var whole = states.getLast();

        for (int length = 0; length < whole.length; length++) {
            var torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TrainingState.decode(torn)).as("%d bytes", length)
                    .isInstanceOf(CorruptStateException.class);
        }
        for (int i = 0; i < whole.length; i++) {
            var altered = whole.clone();
            altered[i] = (byte) (altered[i] ^ (1 << (i % Byte.SIZE)));
            assertThatThrownBy(() -> TrainingState.decode(altered)).as("byte %d", i)
                    .isInstanceOf(CorruptStateException.class);
        }
        assertThatThrownBy(() -> TrainingState.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(CorruptStateException.class);
        assertThat(TrainingState.decode(whole).encode()).isEqualTo(whole);
    }

    @Test
    void aStateOfAnotherRunIsRefused() {
        var states = new ArrayList<byte[]>();
        setting(Precision.FLOAT32, new OptimizerDefinition.Sgd(0.1), 0, false, plan -> plan).whole(states);
        var state = states.getLast();

        assertThatThrownBy(
                () -> setting(Precision.FLOAT32, OPTIMIZERS.get(1), 0, false, plan -> plan).from(state, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be of Momentum");
        assertThatThrownBy(
                () -> setting(Precision.FLOAT64, OPTIMIZERS.get(0), 0, false, plan -> plan).from(state, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes");
        var shorter = new Setting(
                setting(Precision.FLOAT32, OPTIMIZERS.get(0), 0, false, plan -> plan).definition(),
                TrainingPlan.of(EPOCHS - 1, 16, OPTIMIZERS.get(0), SEED, new Metric.Classes()), false);
        assertThatThrownBy(() -> shorter.from(state, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epochs");
    }
}
