package dev.chainrule.job;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.content.ContentStore;
import dev.chainrule.content.Sha256;
import dev.chainrule.dataset.ChunkReads;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.matrix.LittleEndianWriter;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.model.Model;
import dev.chainrule.model.StartVersions;
import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Outcome;
import dev.chainrule.network.Trainable;
import dev.chainrule.network.Training;
import dev.chainrule.network.TrainingListener;
import dev.chainrule.network.TrainingPlan;
import dev.chainrule.network.TrainingState;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Trains a job again, in memory and without writing anything: the same job gives the same bits, so the parameters of all its epochs can be
 * computed, although they were not stored.
 */
@Component
public class Replay {
    private static final double MILLISECONDS = 1000;

    private final JobRepository jobs;
    private final TrainingSetup setup;
    private final StartVersions startVersions;
    private final Datasets datasets;
    private final Compute compute;
    private final JsonBinder json;
    private final MemoryBudget memory;

    Replay(
            JobRepository jobs, TrainingSetup setup, StartVersions startVersions, Datasets datasets, Compute compute,
            JsonBinder json, MemoryBudget memory) {
        this.memory = memory;
        this.jobs = jobs;
        this.setup = setup;
        this.startVersions = startVersions;
        this.datasets = datasets;
        this.compute = compute;
        this.json = json;
    }

    /** Gets the parameters of every epoch, 0 being that of the network before training. */
    @FunctionalInterface
    public interface ParameterListener {
        /**
         * @param last the last epoch of the replay
         * @param parameters 1 × all; valid during this call, not to be modified
         */
        void epoch(int epoch, int last, Matrix parameters);
    }

    /**
     * Limits of a replay.
     *
     * @param work epochs × rows × parameters
     */
    public record Limits(double work, Duration time) {}

    /** Whether the replay gave the parameters of the job's version after the same epoch. */
    public enum Agreement {
        SAME_BITS, OTHER_BITS,
        /** The job has no version. */
        NO_VERSION
    }

    /**
     * @param epochs the last one
     * @param version that the job trained, if it has one
     */
    public record Replayed(
            int epochs, Agreement agreement, Optional<Integer> version, long seed, UUID datasetId, String datasetName,
            Preprocessing preprocessing) {}

    /** The version of a model that a job trained; empty if there is no such job, it has none, or it is a job of another model. */
    public Optional<Integer> version(UUID id, Model model) {
        return jobs.findById(id).filter(job -> job.modelId().equals(model.id())).flatMap(Job::modelVersion);
    }

    /**
     * Trains a job again, up to its newest epoch.
     *
     * @param parameters how many the listener expects
     * @param faults collects why there is no replay, at the job's place in the request; then the result is empty
     * @throws ProblemException (404) if there is no such job
     */
    public Optional<Replayed> run(
            UUID id, Model model, int parameters, Limits limits, ParameterListener listener, Faults faults) {
        var found = faults.locating(
                () -> jobs.snapshot(id).orElseThrow(() -> ProblemException.notFound("job", id)));
        var job = found.job();
        int last = found.progress().epoch();
        if (!faults.passes(() -> check(job, last, model, faults))) {
            return Optional.empty();
        }
        memory.reserveForRequest(job.memoryBytes(), "ask for the path of a smaller job");
        var run = setup.prepare(job, ChunkReads.ONCE);
        int rows = run.training().rows() + (run.validation() == null ? 0 : run.validation().rows());
        int actual = run.network().parameters().size();
        double work = (double) last * rows * actual;
        boolean fits = faults.passes(() -> {
            if (actual != parameters) {
                faults.add(
                        "trained the model with " + run.network().inputs() + " inputs, but the request has a model with"
                                + " another number: use the same version, or rows with as many inputs");
            } else if (work > limits.work()) {
                faults.add("takes too much work to be trained again for its path: " + last + " epochs × " + rows
                        + " rows × "
                        + actual + " parameters must be at most " + (long) limits.work());
            }
        });
        return fits ? train(job, run, last, limits.time(), listener, faults) : Optional.empty();
    }

    private void check(Job job, int last, Model model, Faults faults) {
        if (!job.modelId().equals(model.id())) {
            faults.add("is a job of another model, " + job.modelName());
        } else if (last < 0) {
            faults.add("has no epoch yet");
        } else if (setup.spec(job).resumeFrom().isPresent()) {
            faults.add(
                    "resumed another job, which trained its first epochs: name a job that trained all of its epochs");
        } else if (job.startVersion().filter(start -> !startVersions.exists(model.id(), start)).isPresent()) {
            faults.add("started from version " + job.startVersion().get() + " of the model, which was deleted");
        } else if (isGone(job.datasetId())) {
            faults.add("was trained with the dataset " + job.datasetName() + ", which was deleted");
        } else if (job.validationId().filter(this::isGone).isPresent()) {
            faults.add("was validated with a dataset that was deleted");
        }
    }

    private boolean isGone(UUID dataset) {
        return !datasets.exists(dataset);
    }

    private Optional<Replayed> train(
            Job job, TrainingInputs run, int last, Duration time, ParameterListener listener, Faults faults) {
        var trained = job.trainedEpoch().map(epoch -> json.readStored(epoch, Epoch.class).number());
        var watch = new Watch(run.network(), last, trained.orElse(JobProgress.NONE), time, listener);
        Outcome outcome;
        try (var team = compute.team()) {
            outcome = new Training(
                    run.network(), run.training(), run.validation(),
                    // The job's own limit does not apply: a replay may take longer than the job.
                    run.spec().plan(run.metric()).withMaxSeconds(TrainingPlan.NO_TIME_LIMIT), watch,
                    compute.operations(run.definition().precision(), team), System::nanoTime)
                    .run();
        }
        if (watch.epoch < last) {
            faults.add(outcome instanceof Outcome.Cancelled
                    ? "takes too long to be trained again for its path: the limit is " + time.toMillis() / MILLISECONDS
                            + " s"
                    : "did not reach epoch " + last + " when it was trained again: another release of the service"
                            + " trained it");
            return Optional.empty();
        }
        var agreement = job.weightsSha256()
                .filter(_ -> trained.isPresent())
                .map(sha256 -> sha256.equals(watch.trainedSha256) ? Agreement.SAME_BITS : Agreement.OTHER_BITS)
                .orElse(Agreement.NO_VERSION);
        return Optional.of(new Replayed(
                last, agreement, job.modelVersion(), run.spec().seed(), job.datasetId(), job.datasetName(),
                run.preprocessing()));
    }

    /** Stops after the last epoch, or when the time limit is reached. */
    private static final class Watch implements TrainingListener {
        private final Trainable network;
        private final int last;
        private final int trained;
        private final long end;
        private final ParameterListener listener;
        private int epoch = JobProgress.NONE;
        private @Nullable String trainedSha256;

        Watch(Trainable network, int last, int trained, Duration time, ParameterListener listener) {
            this.network = network;
            this.last = last;
            this.trained = trained;
            this.end = System.nanoTime() + time.toNanos();
            this.listener = listener;
        }

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            epoch = record.epoch();
            if (epoch <= last) {
                listener.epoch(epoch, last, network.parameters());
            }
            if (epoch == trained) {
                trainedSha256 = sha256(network.parameters());
            }
        }

        private static String sha256(Matrix parameters) {
            var digest = Sha256.digest();
            new LittleEndianWriter(ContentStore.CHUNK_BYTES, digest::update).put(parameters).close();
            return Sha256.text(digest);
        }

        @Override
        public boolean stopRequested() {
            return Computation.isInterrupted() || epoch >= last || System.nanoTime() - end > 0;
        }
    }
}
