package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.sampledHistory;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.until;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Checkpoints that are lost or changed. One thread trains. */
@ServiceTest
@TestPropertySource(properties = "chainrule.job.threads=1")
class DamagedCheckpointTest {
    /** Many times the duration until the first checkpoint. */
    private static final String LONG = "\"epochs\": 1000000, \"seed\": 7, \"checkpointSeconds\": 0.1";

    private final Api api;
    private final JdbcClient database;

    DamagedCheckpointTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    /** The kinds of damage to a state. */
    private enum Damage {
        ALTERED, PART_MISSING
    }

    /** A paused job, with the checkpoint of its pause and the one before. */
    private String rested() {
        var id = submit(api, xor(LONG));
        until(api, "/jobs/" + id + "/checkpoints", checkpoints -> !checkpoints.path("data").isEmpty());
        api.post("/jobs/" + id + "/pause", "");
        reached(api, id, "PAUSED");
        assertThat(epochs(id)).hasSize(2);
        return id;
    }

    /** The epochs whose states are kept, newest first. */
    private List<Integer> epochs(String id) {
        return api.get("/jobs/" + id + "/checkpoints").body().path("data").valueStream()
                .map(checkpoint -> checkpoint.path("epoch").asInt())
                .toList();
    }

    private UUID content(String id, int epoch) {
        return database.sql("select content_id from checkpoint where job_id = ? and epoch = ?")
                .params(UUID.fromString(id), epoch)
                .query(UUID.class)
                .single();
    }

    private void damage(String id, int epoch, Damage damage) {
        if (damage == Damage.PART_MISSING) {
            assertThat(
                    database.sql("delete from content_chunk where content_id = ?").param(content(id, epoch)).update())
                    .isEqualTo(1);
            return;
        }
        change(id, epoch, bytes -> {
            bytes[40]++;
            return bytes;
        });
    }

    private void change(String id, int epoch, UnaryOperator<byte[]> change) {
        var content = content(id, epoch);
        byte[] bytes = database.sql("select data from content_chunk where content_id = ?")
                .param(content)
                .query((row, _) -> row.getBytes(1))
                .single();
        byte[] changed = change.apply(bytes);
        database.sql("update content_chunk set data = ?, checksum = ? where content_id = ?")
                .params(changed, checksum(changed, changed.length), content)
                .update();
    }

    /** A state with another version number, as a newer version of the service would write it. */
    private static byte[] withNext(int version, byte[] bytes) {
        var changed = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        changed.putInt(version, changed.getInt(version) + 1);
        int end = bytes.length - Integer.BYTES;
        return changed.putInt(end, checksum(changed.array(), end)).array();
    }

    private static int checksum(byte[] bytes, int end) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        return (int) checksum.getValue();
    }

    private void assertEndsLike(JsonNode undisturbed, String id) {
        assertThat(api.post("/jobs/" + id + "/resume", "").status()).isEqualTo(202);
        var job = ended(api, id);
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("weightsSha256")).isEqualTo(undisturbed.path("weightsSha256"));
        assertThat(sampledHistory(api, id)).isEqualTo(sampledHistory(api, undisturbed.path("id").asString()));
    }

    @Test
    void damagedCheckpointFallsBackToTheOneBeforeOrToTheStart() {
        var undisturbed = ended(api, submit(api, xor(LONG)));
        for (var damage : Damage.values()) {
            var id = rested();
            damage(id, epochs(id).getFirst(), damage);
            assertEndsLike(undisturbed, id);
        }

        var id = rested();
        epochs(id).forEach(epoch -> damage(id, epoch, Damage.ALTERED));
        assertEndsLike(undisturbed, id);
    }

    @Test
    void resumedJobWithoutAReadableCheckpointFails() {
        var before = ended(api, submit(api, xor("\"epochs\": 50, \"seed\": 3"))).path("id").asString();
        var busy = submit(api, xor("\"epochs\": 10000000"));
        training(api, busy);
        var id = submit(api, "{\"resumeFrom\": {\"job\": \"%s\"}, \"epochs\": 60}".formatted(before));
        damage(id, 50, Damage.PART_MISSING);

        api.post("/jobs/" + busy + "/cancel", "");

        var job = ended(api, id);
        assertThat(job.path("state").asString()).isEqualTo("FAILED");
        assertThat(job.path("error").asString())
                .startsWith("This job cannot continue: all of its checkpoints are damaged.");
        assertThat(ended(api, submit(api, "{\"resumeFrom\": {\"job\": \"%s\"}, \"epochs\": 60}".formatted(before)))
                .path("state").asString()).isEqualTo("SUCCEEDED");
    }

    /** @param version where it stands among the bytes: that of the form, and that of the numerics */
    @ParameterizedTest
    @ValueSource(ints = {Integer.BYTES, 2 * Integer.BYTES})
    void checkpointOfANewerVersionIsRefusedAndKept(int version) {
        var id = rested();
        var kept = epochs(id);
        change(id, kept.getFirst(), bytes -> withNext(version, bytes));

        api.post("/jobs/" + id + "/resume", "");

        var job = ended(api, id);
        assertThat(job.path("state").asString()).isEqualTo("FAILED");
        assertThat(job.path("error").asString())
                .contains("epoch " + kept.getFirst(), "another version", "must be 1, but is 2");
        assertThat(epochs(id)).isEqualTo(kept);
        var next = api.post("/jobs", "{\"resumeFrom\": {\"job\": \"%s\", \"epoch\": %d}, \"epochs\": 1000001}"
                .formatted(id, kept.getFirst()));
        assertThat(next.status()).isEqualTo(409);
        assertThat(next.pointers()).containsExactly("/resumeFrom/epoch");
        assertThat(next.body().path("detail").asString()).contains("another version");
    }

    @Test
    void resumingFromADamagedCheckpointIsRefused() {
        var id = rested();
        var kept = epochs(id);
        damage(id, kept.getFirst(), Damage.PART_MISSING);
        var from = "{\"resumeFrom\": {\"job\": \"%s\"%s}, \"epochs\": 1000001}";

        var newest = from.formatted(id, ", \"epoch\": " + kept.getFirst());
        var answer = api.post("/jobs", newest);
        var sweep = api.post("/sweeps", "{\"job\": %s, \"grid\": {\"epochs\": [1000001, 1000002]}}".formatted(newest));
        var older = api.post("/jobs", from.formatted(id, ""));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
        assertThat(answer.pointers()).containsExactly("/resumeFrom/epoch");
        assertThat(answer.body().path("detail").asString()).contains("epoch " + kept.getFirst() + " is damaged");
        assertThat(sweep.status()).as(sweep.body().toString()).isEqualTo(409);
        assertThat(sweep.pointers()).containsExactly("/job/resumeFrom/epoch");
        assertThat(older.status()).as(older.body().toString()).isEqualTo(202);
        assertThat(older.body().path("spec").path("resumeFrom").path("epoch").asInt()).isEqualTo(kept.getLast());
        assertThat(ended(api, older.body().path("id").asString()).path("state").asString()).isEqualTo("SUCCEEDED");
        api.post("/jobs/" + id + "/cancel", "");
    }
}
