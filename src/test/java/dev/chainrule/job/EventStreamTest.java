package dev.chainrule.job;

import static dev.chainrule.job.EventReader.epochs;
import static dev.chainrule.job.EventReader.states;
import static dev.chainrule.job.EventReader.summary;
import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.EventReader.Event;
import dev.chainrule.job.JobEvents.Position;
import dev.chainrule.job.JobQueue.Claim;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.job.history.EpochHistory;
import dev.chainrule.job.history.Figure;
import dev.chainrule.problem.JsonBinder;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** A job's events over HTTP. One thread trains. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.threads=1")
class EventStreamTest {
    private final Api api;
    private final RunStore store;
    private final JobEvents events;
    private final List<String> endless = new ArrayList<>();

    EventStreamTest(Api api, RunStore store, JobRepository jobs, EpochHistory history, JsonBinder json) {
        this.api = api;
        this.store = store;
        // Of its own: a cache that other readers have filled keeps no page that was read once.
        this.events = new JobEvents(jobs, history, json);
    }

    @AfterEach
    void freeTheThread() {
        for (var id : endless) {
            api.post("/jobs/" + id + "/cancel", "");
            ended(api, id);
        }
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(0, last).boxed().toList();
    }

    /** A job that has ended with so many epochs, and its states. */
    private String trained(int epochs) {
        var id = submit(api, xor("\"epochs\": " + epochs + ", \"seed\": 1"));
        ended(api, id);
        return id;
    }

    @Test
    void streamHasEveryEpochOnceAndTheLastStateAtTheEnd() {
        var id = submit(api, xor("\"epochs\": 30000, \"seed\": 1"));

        var told = EventReader.all(api, id);

        assertThat(epochs(told)).isEqualTo(upTo(30_000));
        assertThat(states(told)).containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
        var last = told.getLast();
        assertThat(last.state()).isEqualTo("SUCCEEDED");
        assertThat(last.data().path("stopReason").asString()).isEqualTo("MAX_EPOCHS");
        assertThat(last.data().path("version").asInt())
                .isEqualTo(api.get("/jobs/" + id).body().path("model").path("version").asInt());
        assertThat(EventReader.all(api, id)).as("told again").isEqualTo(told);
    }

    @Test
    void epochEventEqualsTheRecordInTheHistory() {
        var id = trained(3);

        var told = EventReader.all(api, id);

        assertThat(told.stream().filter(Event::isEpoch).map(Event::data))
                .containsExactlyElementsOf(
                        api.get("/jobs/" + id + "/epochs").body().path("data").valueStream().toList());
        assertThat(told).extracting(Event::id)
                .containsExactly("-1.1", "-1.2", "0.2", "1.2", "2.2", "3.2", "3.3");
    }

    @Test
    void reconnectedReaderContinuesAfterItsLastEventId() {
        var id = trained(2 * JobEvents.EPOCHS_PER_PAGE + 3);
        var told = EventReader.all(api, id);

        for (int i = 0; i < told.size() - 1; i += i < 10 ? 1 : 51) {
            try (var reader = EventReader.resume(api, id, told.get(i).id())) {
                assertThat(reader.rest()).as("after %s", told.get(i)).isEqualTo(told.subList(i + 1, told.size()));
            }
        }
        try (var reader = EventReader.resume(api, id, told.getLast().id())) {
            assertThat(reader.response().statusCode()).as("there is no more").isEqualTo(204);
        }
    }

    @Test
    void readerThatReconnectsWhileTheJobTrainsMissesNothing() {
        var id = submit(api, xor("\"epochs\": 20000, \"seed\": 1"));
        List<Event> told;
        try (var reader = EventReader.open(api, id, "")) {
            told = reader.until(event -> event.isEpoch() && event.epoch() >= 1000);
        }
        do {
            try (var reader = EventReader.resume(api, id, told.getLast().id())) {
                int before = told.size();
                told.addAll(reader.until(event -> event.isEpoch() && event.epoch() % 7919 == 0));
                assertThat(told.size()).isGreaterThan(before);
            }
        } while (told.getLast().isEpoch());

        assertThat(epochs(told)).isEqualTo(upTo(20_000));
        assertThat(states(told)).containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
    }

    @Test
    void statesAndEpochsComeInTheOrderInWhichTheyOccurred() {
        var id = heldByThisTest();
        record(id, 1, 0, 4);
        api.post("/jobs/" + id + "/pause", "");
        store.requeue(new Claim(UUID.fromString(id), 1), batch(5, 5), Optional.empty(), null);
        api.post("/jobs/" + id + "/resume", "");
        store.start(new Claim(UUID.fromString(id), 3));
        record(id, 3, 6, 8);
        api.post("/jobs/" + id + "/cancel", "");
        store.fail(new Claim(UUID.fromString(id), 3), batch(9, 9), "stopped");

        assertThat(summary(EventReader.all(api, id))).containsExactly(
                "QUEUED", "RUNNING", "0-4", "PAUSING", "5-5", "PAUSED", "QUEUED", "RUNNING", "6-8", "CANCELLING",
                "9-9", "CANCELLED");
        assertThat(api.get("/jobs/" + id).body().path("transitions").valueStream()
                .map(transition -> transition.path("epoch").asInt(-1)))
                .containsExactly(-1, -1, 4, 5, 5, 5, 8, 9);
    }

    /** A queued job, which is not trained because the only thread is busy; this test writes its epochs. */
    private String heldByThisTest() {
        var blocking = submit(api, xor("\"epochs\": 3000000"));
        Requests.training(api, blocking);
        endless.add(blocking);
        var id = submit(api, xor("\"epochs\": 20"));
        assertThat(store.start(new Claim(UUID.fromString(id), 1))).isPresent();
        return id;
    }

    private void record(String id, int claim, int first, int last) {
        store.record(new Claim(UUID.fromString(id), claim), batch(first, last), Optional.empty());
    }

    private static Optional<EpochBatch> batch(int first, int last) {
        var views = IntStream.rangeClosed(first, last)
                .mapToObj(epoch -> new Epoch(epoch, new double[Figure.values().length]))
                .toList();
        return Optional.of(new EpochBatch(views, Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    /** What this test writes without the worker stands for the writes of another replica. */
    @Test
    void eventsOfAnotherReplicaAreStreamed() {
        var id = heldByThisTest();
        try (var reader = EventReader.open(api, id, "")) {
            assertThat(summary(reader.until(event -> event.type().equals("state") && event.state().equals("RUNNING"))))
                    .containsExactly("QUEUED", "RUNNING");
            record(id, 1, 0, 2);
            assertThat(summary(reader.until(event -> event.isEpoch() && event.epoch() == 2))).containsExactly("0-2");
            record(id, 1, 3, 3);
            assertThat(reader.next().orElseThrow().epoch()).isEqualTo(3);
            store.fail(new Claim(UUID.fromString(id), 1), batch(4, 5), "over");
            var end = reader.rest();
            assertThat(summary(end)).containsExactly("4-5", "FAILED");
            assertThat(end.getLast().data().path("reason").asString()).isEqualTo("over");
        }
    }

    @Test
    void readerStartsAfterTheRequestedEpoch() {
        var id = trained(20);

        assertThat(summary(open(id, "?after=17"))).containsExactly("QUEUED", "RUNNING", "18-20", "SUCCEEDED");
        assertThat(summary(open(id, "?after=-1"))).containsExactly("QUEUED", "RUNNING", "0-20", "SUCCEEDED");
        assertThat(summary(open(id, "?after=1000"))).containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
        assertThat(summary(open(id, "?after=latest"))).containsExactly("SUCCEEDED");
        assertThat(summary(open(id, "?lastEventId=18.2"))).containsExactly("19-20", "SUCCEEDED");
        try (var reader = EventReader.open(api, id, "?lastEventId=")) {
            assertThat(summary(reader.rest())).as("an empty id is none").first().isEqualTo("QUEUED");
        }
        var browser = api.request("/jobs/" + id + "/events?lastEventId=3.2&after=2").header("Last-Event-ID", "20.3");
        assertThat(api.send(browser).status()).as("the header is the newest").isEqualTo(204);
    }

    private List<Event> open(String id, String query) {
        try (var reader = EventReader.open(api, id, query)) {
            return reader.rest();
        }
    }

    @Test
    void readersAtTheSamePositionShareAPage() {
        var id = UUID.fromString(trained(600));
        var place = new Position(new EventCursor(99, 2), Optional.empty());

        var one = events.after(id, place, 1_000_001).orElseThrow();
        var other = events.after(id, place, 1_000_002).orElseThrow();

        assertThat(one.position().cursor()).as("pages end at the same epochs for all")
                .isEqualTo(new EventCursor(255, 2));
        assertThat(other.text()).isSameAs(one.text());
    }

    @Test
    void aStreamIsNeitherKeptNorHeldUpOnItsWay() {
        var id = trained(1);

        try (var reader = EventReader.open(api, id, "")) {
            var headers = reader.response().headers();
            assertThat(headers.firstValue("Content-Type")).hasValueSatisfying(
                    type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
            assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
        }
    }

    @Test
    void headRequestIsAnsweredImmediately() {
        var id = submit(api, xor("\"epochs\": 3000000"));
        endless.add(id);

        var head = api.send(api.request("/jobs/" + id + "/events").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1.", ".1", "-2.1", "1.-1", "1.2.3", "99999999999.1", "1.99999999999", "1.4",
        "2.3",
        "１.2"})
    void malformedLastEventIdIsRefused(String lastEventId) {
        var id = trained(1);

        var query = api
                .get("/jobs/" + id + "/events?lastEventId=" + URLEncoder.encode(lastEventId, StandardCharsets.UTF_8));

        assertThat(query.status()).isEqualTo(422);
        assertThat(query.pointers()).containsExactly("?lastEventId");
    }

    @ParameterizedTest
    @CsvSource({"nonsense, ?after", "1.5, ?after", "'', ?after"})
    void malformedEpochParameterIsRefused(String after, String pointer) {
        var id = trained(1);

        assertThat(api.get("/jobs/" + id + "/events?after=" + after).pointers()).containsExactly(pointer);
        var header = api.request("/jobs/" + id + "/events").header("Last-Event-ID", "nonsense")
                .header("Accept", "text/event-stream");
        var refused = api.send(header);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).containsExactly("Last-Event-ID");
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void eventsOfAnUnknownJobAre404AndAsJson406() {
        var unknown = api.send(api.request("/jobs/00000000-0000-7000-8000-000000000000/events")
                .header("Accept", "text/event-stream"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().path("type").asString()).isEqualTo("/problems/not-found");
        var json = api.request("/jobs/" + trained(1) + "/events").header("Accept", "application/json");
        assertThat(api.send(json).status()).isEqualTo(406);
    }

    @Test
    void fortyReadersOfOneJobAllReceiveEveryEpoch() {
        var id = submit(api, xor("\"epochs\": 3000, \"seed\": 1"));

        var told = IntStream.range(0, 40)
                .mapToObj(
                        _ -> CompletableFuture.supplyAsync(() -> EventReader.all(api, id), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(told).allSatisfy(events -> assertThat(epochs(events)).isEqualTo(upTo(3000)));
        assertThat(told.stream().distinct()).hasSize(1);
        assertThat(reached(api, id, "SUCCEEDED").path("progress").path("epoch").asInt()).isEqualTo(3000);
    }
}
