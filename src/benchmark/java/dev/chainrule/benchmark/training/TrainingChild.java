package dev.chainrule.benchmark.training;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.chainrule.benchmark.harness.Answers;
import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Trains with one library, again and again when asked. */
final class TrainingChild {
    private static final double QUICK_SECONDS = 2;
    private static final int QUICK_REPEATS = 12;

    private final Trainer trainer;
    private final Path folder;
    private final Map<TrainingData, TrainingData.Rows> data = new EnumMap<>(TrainingData.class);

    private TrainingChild(Trainer trainer, Path folder) {
        this.trainer = trainer;
        this.folder = folder;
    }

    /** Arguments: the contender, the number of threads, the folder of the data; for Chainrule also which kernels, if not the fastest. */
    public static void main(String[] arguments) {
        Answers.serve(Repeat.Question.class, () -> {
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
            var kernels = arguments.length > 3 ? Requested.valueOf(arguments[3]) : Requested.AUTO;
            var trainer = trainer(Contender.valueOf(arguments[0]), Integer.parseInt(arguments[1]), kernels);
            return new TrainingChild(trainer, Path.of(arguments[2]))::answer;
        });
    }

    /** Loads the library. The peers have their threads from their environment. */
    private static Trainer trainer(Contender contender, int threads, Requested kernels) {
        return switch (contender) {
            case CHAINRULE -> new EngineTrainer(threads, kernels);
            case DJL -> new PeerTrainer(DjlModel.version(), DjlModel::new);
            case DL4J -> new PeerTrainer(Dl4jModel.version(), Dl4jModel::new);
            case SMILE -> new PeerTrainer(SmileModel.version(), SmileModel::new);
        };
    }

    /** The fastest of several repeats, where they are so short that the virtual machine still compiles in the first ones. */
    private Repeat.Answer answer(Repeat.Question question) {
        var rows = data.computeIfAbsent(question.workload().data(), set -> set.read(folder));
        long deadline = System.nanoTime() + Stamp.nanos(QUICK_SECONDS);
        var fastest = trainer.repeat(question, rows);
        for (int repeat = 2; repeat <= QUICK_REPEATS && System.nanoTime() < deadline; repeat++) {
            var next = trainer.repeat(question, rows);
            if (!Objects.equals(next.weightsSha256(), fastest.weightsSha256())) {
                throw new IllegalStateException("two repeats gave different weights: " + fastest + ", " + next);
            }
            fastest = next.samplesPerSecond() > fastest.samplesPerSecond() ? next : fastest;
        }
        return fastest;
    }
}
