package dev.chainrule.job;

import static dev.chainrule.job.JobState.CANCELLED;
import static dev.chainrule.job.JobState.CANCELLING;
import static dev.chainrule.job.JobState.FAILED;
import static dev.chainrule.job.JobState.PAUSED;
import static dev.chainrule.job.JobState.PAUSING;
import static dev.chainrule.job.JobState.QUEUED;
import static dev.chainrule.job.JobState.RUNNING;
import static dev.chainrule.job.JobState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.Model;
import dev.chainrule.model.definition.LayeredModel;
import dev.chainrule.network.Activation;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.LearningRateSchedule.ConstantRate;
import dev.chainrule.network.Loss;
import dev.chainrule.network.OptimizerDefinition.Sgd;
import dev.chainrule.preprocessing.CategoricalEncoding;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.MissingValues;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The transitions of a job's states: which are legal, and what each leaves behind. */
class JobTest {
    private static final Instant SUBMITTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID MODEL = new UUID(0, 1);
    private static final UUID DATASET = new UUID(0, 2);
    private static final UUID VALIDATION = new UUID(0, 3);
    private static final UUID SWEEP = new UUID(0, 4);

    private static Instant after(int seconds) {
        return SUBMITTED.plusSeconds(seconds);
    }

    private static Stamp at(int seconds, int epoch) {
        return new Stamp(after(seconds), epoch);
    }

    private static Job submitted() {
        var spec = new JobSpec(
                100, 32, new Sgd(0.1), new ConstantRate(0), true, 42, new Validation.Other("holdout"),
                Optional.of(new PreprocessingSettings(
                        Scaling.NONE, CategoricalEncoding.ONEHOT, MissingValues.MEAN, Scaling.NONE)),
                OptionalDouble.empty(), new ClassWeights.None(), OptionalDouble.empty(), OptionalDouble.empty(),
                Optional.empty(), Duration.ofSeconds(60), 7, Optional.empty(), Optional.empty(),
                Optional.of("https://example.com/done"), Map.of());
        var definition = new LayeredModel(
                Precision.FLOAT32, OptionalInt.of(2),
                List.of(LayerDefinition.of(1, Activation.SIGMOID)),
                Loss.BINARY_CROSS_ENTROPY, Optional.empty());
        var draft = new JobDraft.Accepted(
                new StoredModel(), definition, new StoredDataset(DATASET, "table"),
                Optional.of(new StoredDataset(VALIDATION, "holdout")), Optional.empty(), spec);
        return new Job(
                new JobSubmission(
                        draft, Optional.of("key"), "sha", Optional.of(new JobSubmission.SweepPosition(SWEEP, 3))),
                "{}", 1_000_000, "ada", SUBMITTED);
    }

    /** A row as the database would have given it. */
    private static final class StoredModel extends Model {
        @Override
        public UUID id() {
            return MODEL;
        }

        @Override
        public String name() {
            return "xor";
        }
    }

    /** A row as the database would have given it. */
    private static final class StoredDataset extends Dataset {
        private final UUID id;
        private final String name;

        StoredDataset(UUID id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public String name() {
            return name;
        }
    }

    /** A job that reached this state by the fewest legal transitions, one second each. */
    private static Job in(JobState state) {
        var job = submitted();
        if (state != QUEUED && state != PAUSED && state != CANCELLED) {
            job.start(at(1, JobProgress.NONE));
        }
        switch (state) {
            case QUEUED, RUNNING -> {}
            case PAUSING, PAUSED -> job.pause(at(2, 5));
            case CANCELLING, CANCELLED -> job.cancel(at(2, 5));
            case SUCCEEDED -> job.succeed(StopReason.MAX_EPOCHS, 1, "sha", "{}", at(2, 5));
            case FAILED -> job.fail(StopReason.ERROR, "why", at(2, 5));
        }
        assertThat(job.state()).isEqualTo(state);
        return job;
    }

    private static void apply(String command, Job job) {
        var now = at(3, 6);
        switch (command) {
            case "start" -> job.start(now);
            case "awaitMemory" -> job.awaitMemory("memory");
            case "cancel" -> job.cancel(now);
            case "pause" -> job.pause(now);
            case "resume" -> job.resume(now);
            case "release" -> job.release("shutdown", now);
            case "cancelled" -> job.cancelled(now);
            case "succeed" -> job.succeed(StopReason.MAX_EPOCHS, 1, "sha", "{}", now);
            case "fail" -> job.fail(StopReason.ERROR, "why", now);
            default -> throw new IllegalArgumentException(command);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            start       | QUEUED → RUNNING
            awaitMemory | QUEUED → QUEUED
            cancel      | QUEUED → CANCELLED, RUNNING → CANCELLING, PAUSING → CANCELLING, PAUSED → CANCELLED
            pause       | QUEUED → PAUSED, RUNNING → PAUSING
            resume      | PAUSING → RUNNING, PAUSED → QUEUED
            release     | QUEUED → QUEUED, RUNNING → QUEUED, PAUSING → PAUSED, CANCELLING → CANCELLED
            cancelled   | CANCELLING → CANCELLED
            succeed     | RUNNING → SUCCEEDED, PAUSING → SUCCEEDED
            fail        | RUNNING → FAILED, PAUSING → FAILED
            """)
    void commandMakesItsTransitionsAndFromEveryOtherStateIsIllegalAndChangesNothing(String command, String legal) {
        var transitions = Stream.of(legal.split(", "))
                .map(transition -> transition.split(" → "))
                .collect(
                        Collectors.toMap(states -> JobState.valueOf(states[0]), states -> JobState.valueOf(states[1])));
        for (var from : JobState.values()) {
            var job = in(from);
            int claim = job.claim();
            var before = job.transitions();
            if (transitions.containsKey(from)) {
                apply(command, job);
                assertThat(job.state()).as("%s from %s", command, from).isEqualTo(transitions.get(from));
            } else {
                assertThatIllegalStateException().as("%s from %s", command, from).isThrownBy(() -> apply(command, job))
                        .withMessageContaining("is " + from);
                assertThat(job.state()).isEqualTo(from);
                assertThat(job.claim()).isEqualTo(claim);
                assertThat(job.transitions()).isEqualTo(before);
            }
        }
    }

    @Test
    void newJobIsQueuedUnderClaim1WithWhatWasSubmitted() {
        var job = submitted();

        assertThat(job.state()).isEqualTo(QUEUED);
        assertThat(job.claim()).isEqualTo(1);
        assertThat(job.createdAt()).isEqualTo(SUBMITTED);
        assertThat(job.transitions()).containsExactly(new Transition(QUEUED, SUBMITTED, null, null));
        assertThat(job.modelId()).isEqualTo(MODEL);
        assertThat(job.modelName()).isEqualTo("xor");
        assertThat(job.datasetId()).isEqualTo(DATASET);
        assertThat(job.datasetName()).isEqualTo("table");
        assertThat(job.validationId()).contains(VALIDATION);
        assertThat(job.spec()).isEqualTo("{}");
        assertThat(job.epochs()).isEqualTo(100);
        assertThat(job.seed()).isEqualTo(42);
        assertThat(job.priority()).isEqualTo(7);
        assertThat(job.memoryBytes()).isEqualTo(1_000_000);
        assertThat(job.callbackUrl()).contains("https://example.com/done");
        assertThat(job.requestSha256()).isEqualTo("sha");
        assertThat(job.sweepId()).contains(SWEEP);
        assertThat(job.startedAt()).isEmpty();
        assertThat(job.finishedAt()).isEmpty();
        assertThat(job.stopReason()).isEmpty();
        assertThat(job.error()).isEmpty();
        assertThat(job.modelVersion()).isEmpty();
        assertThat(job.weightsSha256()).isEmpty();
        assertThat(job.trainedEpoch()).isEmpty();
        assertThat(job.unknownValues()).isEmpty();
        assertThat(job.waitsFor()).contains(WaitsFor.ITS_TURN);
    }

    @Test
    void secondStartKeepsTheTimeOfTheFirst() {
        var job = in(RUNNING);
        job.release("shutdown", at(2, 5));

        job.start(at(3, 5));

        assertThat(job.startedAt()).contains(after(1));
        assertThat(job.transitions()).containsExactly(
                new Transition(QUEUED, SUBMITTED, null, null),
                new Transition(RUNNING, after(1), null, null),
                new Transition(QUEUED, after(2), 5, "shutdown"),
                new Transition(RUNNING, after(3), 5, null));
    }

    @Test
    void waitNoteOfAQueuedJobIsReplacedByTheNextAndDeletedByTheStart() {
        var job = submitted();
        job.awaitMemory("memory");
        assertThat(job.waitsFor()).contains(WaitsFor.memory("memory"));
        job.awaitMemory("less memory");
        assertThat(job.waitsFor()).contains(WaitsFor.memory("less memory"));
        assertThat(job.transitions()).hasSize(1);

        job.start(at(1, JobProgress.NONE));

        assertThat(job.waitsFor()).isEmpty();
    }

    @Test
    void waitNoteOfAQueuedJobStaysWithItsRelease() {
        var job = submitted();
        job.awaitMemory("memory");

        assertThat(job.release("shutdown", at(1, JobProgress.NONE))).isTrue();

        assertThat(job.waitsFor()).contains(WaitsFor.memory("memory"));
        assertThat(job.transitions()).hasSize(1);
        assertThat(job.claim()).isEqualTo(2);
    }

    @Test
    void releaseGivesANewClaimAndSaysWhetherTheJobIsQueued() {
        var running = in(RUNNING);
        assertThat(running.release("orphan", at(3, 6))).isTrue();
        assertThat(running.claim()).isEqualTo(2);
        assertThat(running.transitions()).last().isEqualTo(new Transition(QUEUED, after(3), 6, "orphan"));

        var pausing = in(PAUSING);
        assertThat(pausing.release("orphan", at(3, 6))).isFalse();
        assertThat(pausing.claim()).isEqualTo(2);
        assertThat(pausing.transitions()).last().isEqualTo(new Transition(PAUSED, after(3), 6, "orphan"));

        var cancelling = in(CANCELLING);
        assertThat(cancelling.release("orphan", at(3, 6))).isFalse();
        assertThat(cancelling.claim()).isEqualTo(2);
        assertThat(cancelling.transitions()).last().isEqualTo(new Transition(CANCELLED, after(3), 6, null));
        assertThat(cancelling.stopReason()).contains(StopReason.CANCELLED);
        assertThat(cancelling.finishedAt()).contains(after(3));
    }

    @Test
    void resumeOfAPausedJobQueuesItUnderANewClaim() {
        var job = in(PAUSED);

        assertThat(job.resume(at(3, 5))).isTrue();

        assertThat(job.claim()).isEqualTo(2);
    }

    @Test
    void resumeOfAPausingJobLeavesItToItsWorkerUnderTheSameClaim() {
        var job = in(PAUSING);

        assertThat(job.resume(at(3, 5))).isFalse();

        assertThat(job.claim()).isEqualTo(1);
        assertThat(job.isHeldUnder(1)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void jobIsHeldUnderItsNewestClaimOnlyWhileAWorkerHasIt(JobState state) {
        var job = in(state);
        boolean held = state == RUNNING || state == PAUSING || state == CANCELLING;

        assertThat(job.isHeldUnder(job.claim())).isEqualTo(held);
        assertThat(job.isHeldUnder(job.claim() - 1)).isFalse();
        assertThat(job.isHeldUnder(job.claim() + 1)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void jobHasAStopReasonAndAnEndOnlyInATerminalState(JobState state) {
        var job = in(state);
        boolean ended = state == SUCCEEDED || state == FAILED || state == CANCELLED;

        assertThat(state.terminal()).isEqualTo(ended);
        assertThat(job.stopReason().isPresent()).isEqualTo(ended);
        assertThat(job.finishedAt().isPresent()).isEqualTo(ended);
    }

    @Test
    void succeededJobNamesItsVersionTheHashOfItsWeightsAndTheEpochTheyAreOf() {
        var job = in(RUNNING);

        job.succeed(StopReason.EARLY_STOPPED, 3, "a1", "{\"epoch\": 8}", at(9, 10));

        assertThat(job.stopReason()).contains(StopReason.EARLY_STOPPED);
        assertThat(job.modelVersion()).contains(3);
        assertThat(job.weightsSha256()).contains("a1");
        assertThat(job.trainedEpoch()).contains("{\"epoch\": 8}");
        assertThat(job.finishedAt()).contains(after(9));
        assertThat(job.error()).isEmpty();
        assertThat(job.transitions()).last().isEqualTo(new Transition(SUCCEEDED, after(9), 10, null));
    }

    @Test
    void unknownValuesOfTheValidationAreKeptWithoutATransition() {
        var job = in(RUNNING);

        job.noteUnknownValues("[]");

        assertThat(job.unknownValues()).contains("[]");
        assertThat(job.transitions()).hasSize(2);
    }

    @Test
    void failedJobSaysWhyAlsoInItsTransitions() {
        var job = in(RUNNING);

        job.fail(StopReason.DIVERGED, "The cost became infinite", at(9, 10));

        assertThat(job.stopReason()).contains(StopReason.DIVERGED);
        assertThat(job.error()).contains("The cost became infinite");
        assertThat(job.finishedAt()).contains(after(9));
        assertThat(job.modelVersion()).isEmpty();
        assertThat(job.transitions()).last()
                .isEqualTo(new Transition(FAILED, after(9), 10, "The cost became infinite"));
    }
}
