package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.Api.Answer;
import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.Bytes;
import dev.chainrule.dataset.Multipart;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

@ServiceTest
@TestPropertySource(properties = {
    "chainrule.dataset.max-upload=20KB",
    "chainrule.dataset.max-expanded=50KB",
    "chainrule.dataset.max-stored=8KB",
    "chainrule.dataset.max-rows=5000",
    "chainrule.dataset.max-columns=8",
    "chainrule.dataset.max-categories=10",
    "chainrule.dataset.max-text-length=20"
})
class UploadLimitsTest {
    private final Api api;
    private final JdbcClient database;

    UploadLimitsTest(Api api, JdbcClient database) {
        this.api = api;
        this.database = database;
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(database.sql("select count(*) from content").query(Integer.class).single()).isZero();
    }

    @Test
    void anUploadBeyondTheLimitIsTooLarge() {
        var body = Bytes.utf8("a\n" + "1\n".repeat(11_000));

        assertTooLarge(api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(body)));
        assertTooLarge(
                api.post("/datasets", "text/csv", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertTooLarge(api.post("/datasets", Multipart.TYPE, new Multipart().file("file", "a.csv", body).end()));
    }

    @Test
    void aGzipBombIsTooLarge() {
        var bomb = Bytes.gzip(new byte[10_000_000]);

        assertThat(bomb).hasSizeLessThan(20_000);
        assertTooLarge(api.post("/datasets", "text/csv", BodyPublishers.ofByteArray(bomb), "Content-Encoding", "gzip"));
        assertTooLarge(api.post(
                "/datasets",
                "application/json",
                BodyPublishers.ofByteArray(Bytes.gzip(Bytes.utf8(" ".repeat(100_000) + "{}"))),
                "Content-Encoding",
                "gzip"));
        assertTooLarge(api.post("/datasets", Multipart.TYPE, new Multipart().file("file", "a.csv", bomb).end()));
        var labels = Bytes.idx(new int[] {1}, Bytes.of(1));
        assertThat(api.post("/datasets", Multipart.TYPE, new Multipart()
                .file("images", "i", Bytes.gzip(Bytes.join(
                        Bytes.idx(new int[] {1, 2, 2}, Bytes.of(1, 2, 3, 4)), new byte[10_000_000])))
                .file("labels", "l", labels)
                .end())
                .pointers())
                .containsExactly("/images");
    }

    @Test
    void rowsBeyondTheStoredSizeAreTooLarge() {
        assertTooLarge(api.post("/datasets", "{\"generator\": {\"type\": \"spiral\", \"rows\": 1000}}"));
    }

    @Test
    void tooManyRowsAreRefused() {
        var csv = api.post("/datasets", "text/csv", BodyPublishers.ofString("a\n" + "1\n".repeat(5001)));
        var json = api.post("/datasets", "{\"features\": [" + "[1],".repeat(4999) + "[1],[1]], \"targets\": [[1]]}");

        assertInvalid(csv, "/lines/5002");
        assertInvalid(json, "/features");
    }

    @Test
    void tooManyColumnsAreRefused() {
        var nine = IntStream.range(0, 9).mapToObj(i -> "a" + i).collect(Collectors.joining(","));
        var columns = IntStream.range(0, 9).mapToObj("{\"name\": \"c%d\"}"::formatted).collect(Collectors.joining(","));

        assertInvalid(api.post("/datasets", "text/csv", BodyPublishers.ofString(nine + "\n" + nine + "\n")),
                "/lines/1");
        assertInvalid(api.post("/datasets", "{\"columns\": [" + columns + "], \"rows\": [[1]]}"), "/columns");
        assertInvalid(api.post("/datasets", "{\"features\": [[1,2,3,4,5,6,7,8,9]], \"targets\": [[1]]}"),
                "/features/0");
        assertInvalid(api.post("/datasets", "{\"features\": [[1,2,3,4,5,6,7,8]], \"targets\": [[1]]}"), "/features");
    }

    @Test
    void tooManyCategoriesAreRefused() {
        var texts = IntStream.range(0, 11).mapToObj("t%d"::formatted).collect(Collectors.joining("\n"));
        var rows = IntStream.range(0, 11).mapToObj("[\"t%d\"]"::formatted).collect(Collectors.joining(","));

        assertInvalid(api.post("/datasets", "text/csv", BodyPublishers.ofString("a\n" + texts)), "/columns/1");
        assertInvalid(api.post("/datasets", "{\"columns\": [{\"name\": \"a\"}], \"rows\": [" + rows + "]}"),
                "/columns/0");
    }

    @Test
    void longTextsAreRefused() {
        var text = "t".repeat(21);

        assertInvalid(api.post("/datasets", "text/csv", BodyPublishers.ofString("a\n" + text)), "/columns/1");
        assertInvalid(api.post("/datasets", "text/csv", BodyPublishers.ofString(text + "\n1")), "/lines/1/columns/1");
    }

    private static void assertTooLarge(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(413);
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/too-large");
        assertThat(answer.body().path("detail").asString()).isNotEmpty();
    }

    private static void assertInvalid(Answer answer, String... pointers) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.pointers()).as("%s", answer.body()).containsExactly(pointers);
    }
}
