package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.upload.DraftReader;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stored datasets are found, listed, read and deleted. */
@ServiceTest
@Import(DatasetsTest.Busy.class)
class DatasetsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Stands for a job that uses datasets. */
    static class Busy implements DatasetUsage {
        private final Set<UUID> inUse = new HashSet<>();

        @Override
        public boolean isInUse(UUID datasetId) {
            return inUse.contains(datasetId);
        }
    }

    private final Api api;
    private final Datasets datasets;
    private final DraftReader drafts;
    private final Busy busy;
    private final JdbcClient database;

    DatasetsTest(Api api, Datasets datasets, DraftReader drafts, Busy busy, JdbcClient database) {
        this.api = api;
        this.datasets = datasets;
        this.drafts = drafts;
        this.busy = busy;
        this.database = database;
    }

    @AfterEach
    void deleteAll() {
        busy.inUse.clear();
        names("?limit=100").forEach(datasets::delete);
        assertThat(count("content_chunk")).isZero();
    }

    @Test
    void aDatasetIsFoundByNameAndById() {
        var created = create("found");

        var byName = api.get("/datasets/found");
        var byId = api.get("/datasets/" + created.path("id").asString());

        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.body()).isEqualTo(created).isEqualTo(byId.body());
    }

    @Test
    void warningsOfAnUploadAreShownLaterToo() {
        var created =
                api.post("/datasets?name=doubtful", "text/csv", BodyPublishers.ofString("a,b\n1,2\n\"3,25\",4\n2,5\n"))
                        .body();

        assertThat(created.path("warnings")).hasSize(1);
        assertThat(created.path("warnings").get(0).path("column").asString()).isEqualTo("a");
        assertThat(created.path("warnings").get(0).path("message").asString()).contains("\"3,25\" in line 3");
        assertThat(api.get("/datasets/doubtful").body().path("warnings")).isEqualTo(created.path("warnings"));
        assertThat(api.get("/datasets").body().path("data").get(0)).isEqualTo(created);
        assertThat(create("sure").path("warnings")).isEqualTo(json("[]"));
    }

    @Test
    void unknownNameIsNotFound() {
        for (var path : List.of("/datasets/none", "/datasets/0198c1c0-0000-7000-8000-000000000000",
                "/datasets/none/rows")) {
            assertThat(api.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(api.delete("/datasets/none").status()).isEqualTo(404);
    }

    @Test
    void theListGivesTheNewestFirstPageByPage() {
        for (int i = 1; i <= 5; i++) {
            create("list-" + i);
        }

        var first = api.get("/datasets?limit=2").body();
        var second = api.get("/datasets?limit=2&cursor=" + first.path("nextCursor").asString()).body();
        var third = api.get("/datasets?limit=2&cursor=" + second.path("nextCursor").asString()).body();

        assertThat(names(first)).containsExactly("list-5", "list-4");
        assertThat(names(second)).containsExactly("list-3", "list-2");
        assertThat(names(third)).containsExactly("list-1");
        assertThat(third.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void invalidPageIsRefused() {
        assertThat(api.get("/datasets?limit=0").pointers()).containsExactly("?limit");
        assertThat(api.get("/datasets?limit=many").pointers()).containsExactly("?limit");
        assertThat(api.get("/datasets?cursor=abc").pointers()).containsExactly("?cursor");
        create("paged");
        assertThat(api.get("/datasets/paged/rows?offset=-1").pointers()).containsExactly("?offset");
        assertThat(api.get("/datasets/paged/rows?limit=1001").pointers()).containsExactly("?limit");
    }

    @Test
    void rowsAreShownFromAnyPlaceAcrossChunks() {
        // 200,000 rows of 8 bytes and one of text: more than one chunk.
        var csv = new StringBuilder("n,label\n");
        for (int i = 0; i < 200_000; i++) {
            csv.append(i / 3.0).append(i % 2 == 0 ? ",even\n" : ",odd\n");
        }
        var created = api.post("/datasets?name=long", "text/csv", BodyPublishers.ofString(csv.toString()));
        assertThat(created.status()).isEqualTo(201);
        int edge = new RowLayout(datasets.find("long").columns()).rowsPerChunk();
        assertThat(edge).isLessThan(200_000);

        var page = api.get("/datasets/long/rows?limit=2&offset=" + (edge - 1)).body();

        assertThat(page.path("total").asInt()).isEqualTo(200_000);
        assertThat(page.path("offset").asInt()).isEqualTo(edge - 1);
        assertThat(page.path("columns")).isEqualTo(json("[\"n\", \"label\"]"));
        assertThat(page.path("rows").get(0).get(0).asDouble()).isEqualTo((edge - 1) / 3.0);
        assertThat(page.path("rows").get(1).get(0).asDouble()).isEqualTo(edge / 3.0);
        assertThat(api.get("/datasets/long/rows?offset=200000").body().path("rows")).isEmpty();

        var table = datasets.load(datasets.find("long"));
        var row = new double[2];
        for (int i : new int[] {0, edge - 1, edge, 199_999}) {
            table.read(i, row);
            assertThat(row).containsExactly(i / 3.0, i % 2);
            assertThat(table.value(i, 1)).isEqualTo(i % 2);
        }
    }

    @Test
    void takenNameIsRefused() {
        create("taken");
        int chunks = count("content_chunk");

        var again = api.post("/datasets", "{\"name\": \"taken\", \"generator\": {\"type\": \"or\"}}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(count("content_chunk")).isEqualTo(chunks);
    }

    @Test
    void aDeletedDatasetIsGoneWithItsRows() {
        create("gone");

        assertThat(api.delete("/datasets/gone").status()).isEqualTo(204);

        assertThat(api.get("/datasets/gone").status()).isEqualTo(404);
        assertThat(count("content")).isZero();
    }

    @Test
    void aDatasetInUseStays() {
        var created = create("busy");
        busy.inUse.add(UUID.fromString(created.path("id").asString()));

        assertThat(api.delete("/datasets/busy").status()).isEqualTo(409);

        assertThat(api.get("/datasets/busy").status()).isEqualTo(200);
    }

    @Test
    void anInlineDatasetIsStoredOnce() {
        var inline = json("{\"features\": [[0], [1]], \"targets\": [[1], [0]]}");

        var first = datasets.findOrCreate(drafts.json(inline, new Faults()));
        var second = datasets.findOrCreate(drafts.json(inline, new Faults()));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(first.name()).isEqualTo("dataset-" + first.sha256().substring(0, 12));
    }

    @Test
    void anInlineDatasetDoesNotReplaceAnotherOneOfItsName() {
        create("named");
        var same = drafts.json(json("{\"name\": \"named\", \"generator\": {\"type\": \"xor\"}}"), new Faults());
        var other = drafts.json(json("{\"name\": \"named\", \"generator\": {\"type\": \"and\"}}"), new Faults());

        assertThat(datasets.findOrCreate(same).name()).isEqualTo("named");
        assertThatThrownBy(() -> datasets.findOrCreate(other))
                .isInstanceOfSatisfying(
                        ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT));
    }

    @Test
    void faultsOfAnInlineDatasetPointIntoTheWholeDocument() {
        var inline = json("{\"features\": [[0], [\"a\"]], \"targets\": [[1], [0]]}");

        assertThatThrownBy(() -> drafts.json(inline, new Faults().at("dataset")))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.errors())
                        .extracting("pointer")
                        .containsExactly("/dataset/features/1/0"));
    }

    private JsonNode create(String name) {
        var answer = api.post("/datasets", "{\"name\": \"" + name + "\", \"generator\": {\"type\": \"xor\"}}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body();
    }

    private List<String> names(String query) {
        return names(api.get("/datasets" + query).body());
    }

    private static List<String> names(JsonNode page) {
        var names = new ArrayList<String>();
        page.path("data").forEach(dataset -> names.add(dataset.path("name").asString()));
        return names;
    }

    private int count(String table) {
        return database.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
