package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.states;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.TaskRepository;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.Figure;
import dev.chainrule.network.Outcome;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Which claims may write. One thread trains. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.threads=1")
class JobClaimTest {
    private final Api api;
    private final RunStore store;
    private final JobWorker worker;

    JobClaimTest(Api api, RunStore store, JobWorker worker) {
        this.api = api;
        this.store = store;
        this.worker = worker;
    }

    private static Optional<EpochBatch> batch(int... epochs) {
        var views = Arrays.stream(epochs)
                .mapToObj(epoch -> new Epoch(epoch, new double[Figure.values().length]))
                .toList();
        return Optional.of(new EpochBatch(views, Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    private List<Integer> epochs(String id) {
        return api.get("/jobs/" + id + "/epochs").body().path("data").valueStream()
                .map(epoch -> epoch.path("epoch").asInt())
                .toList();
    }

    private String state(String id) {
        return api.get("/jobs/" + id).body().path("state").asString();
    }

    @Test
    void writesUnderAnOutdatedClaimAreRefused() {
        var blocking = submit(api, xor("\"epochs\": 10000000"));
        training(api, blocking);
        var id = submit(api, xor("\"epochs\": 10, \"seed\": 2"));
        var first = new Claim(UUID.fromString(id), 1);
        assertThat(store.start(first)).isPresent();
        assertThat(store.start(first)).as("a claim allows one start").isEmpty();
        store.record(first, batch(0, 1), Optional.empty());
        assertThat(epochs(id)).containsExactly(0, 1);

        store.requeueOrphan(first);

        assertThat(state(id)).isEqualTo("QUEUED");
        assertThatThrownBy(() -> store.record(first, batch(2), Optional.empty()))
                .isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> store.fail(first, batch(2), "why")).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> store.requeue(first, batch(2), Optional.empty(), "why"))
                .isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(
                () -> store.finish(first, new Outcome.Cancelled(2), batch(2), Optional.empty(), null))
                .isInstanceOf(ClaimLostException.class);
        assertThat(epochs(id)).containsExactly(0, 1);
        store.requeueOrphan(first);
        assertThat(state(id)).as("requeued once").isEqualTo("QUEUED");

        api.post("/jobs/" + blocking + "/cancel", "");
        var job = ended(api, id);
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(states(job)).containsExactly("QUEUED", "RUNNING", "QUEUED", "RUNNING", "SUCCEEDED");
        assertThat(epochs(id)).hasSize(11).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void recordsThatAreStoredAlreadyAreNotStoredTwice() {
        var blocking = submit(api, xor("\"epochs\": 10000000"));
        training(api, blocking);
        var id = submit(api, xor("\"epochs\": 10"));
        var claim = new Claim(UUID.fromString(id), 1);
        store.start(claim);

        store.record(claim, batch(0, 1, 2), Optional.empty());
        store.record(claim, batch(0, 1, 2), Optional.empty());
        store.record(claim, batch(1, 2, 3), Optional.empty());

        assertThat(epochs(id)).containsExactly(0, 1, 2, 3);
        store.fail(claim, Optional.empty(), "for this test");
        store.fail(claim, Optional.empty(), "an answer was lost");
        assertThat(api.get("/jobs/" + id).body().path("error").asString()).isEqualTo("for this test");
        api.post("/jobs/" + blocking + "/cancel", "");
        ended(api, blocking);
    }

    @Test
    void claimThatAnotherReplicaHasRequeuedIsLeftAlone() {
        var claim = new Claim(UUID.randomUUID(), 1);
        var execution = new Execution(Instant.EPOCH, new TaskInstance<>("training", claim.toString()));
        var removed = (TaskRepository) Proxy.newProxyInstance(
                TaskRepository.class.getClassLoader(), new Class<?>[] {TaskRepository.class}, (_, _, _) -> {
                    throw new ExecutionException("Expected one execution to be removed, but removed 0", execution);
                });
        var requeued = new ArrayList<Claim>();

        worker.requeueExecution(
                claim.toString(), new ExecutionOperations<>(removed, SchedulerListeners.NOOP, execution),
                requeued::add);

        assertThat(requeued).containsExactly(claim);
    }
}
