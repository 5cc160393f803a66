package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.engine.Engine;
import dev.chainrule.benchmark.harness.Answers;
import dev.chainrule.benchmark.training.EngineTrainer;
import dev.chainrule.benchmark.training.Workload;
import dev.chainrule.content.Sha256;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Network;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.TrainingListener;
import dev.chainrule.network.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Trains as a job of the service does, without the service, when asked. */
final class EngineChild {
    private EngineChild() {}

    record Question(Workload workload, int epochs) {}

    /** Arguments: the contender's name, the number of threads, the folder of the data. */
    public static void main(String[] arguments) {
        Answers.serve(Question.class, () -> {
            var engine = new Engine(Requested.AUTO, Integer.parseInt(arguments[1]));
            engine.warmUp();
            var folder = Path.of(arguments[2]);
            return question -> answer(engine, folder, question);
        });
    }

    private static JobRun answer(Engine engine, Path folder, Question question) {
        var workload = question.workload();
        var rows = workload.data().read(folder);
        var samples = Engine.samples(rows.x(), rows.classes(), rows.count(), workload.outputs());
        var seconds = new Seconds();
        long start = System.nanoTime();
        var network = Network.initialize(EngineTrainer.definition(workload), EngineTrainer.SEED);
        var outcome = engine.train(network, samples, EngineTrainer.plan(workload, question.epochs()), seconds);
        double wholeSeconds = (System.nanoTime() - start) / 1e9;
        if (!(outcome instanceof Outcome.Completed)) {
            throw new IllegalStateException("training ended unexpectedly: " + outcome);
        }
        return new JobRun(seconds.ofEpochs, wholeSeconds, Sha256.of(network.parameterBytes()));
    }

    /** Notes what every epoch took. */
    private static final class Seconds implements TrainingListener {
        private final List<Double> ofEpochs = new ArrayList<>();

        @Override
        public void epochCompleted(EpochRecord epoch, Supplier<TrainingState> state) {
            if (epoch.epoch() > 0) {
                ofEpochs.add(epoch.seconds());
            }
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    }
}
