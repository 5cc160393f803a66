package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.TransientDataAccessResourceException;

/** A streamed table has the values of a loaded one, and few of its chunks in memory. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedTableTest {
    private static final int COLUMNS = 1000;
    private static final int ROWS = 500;

    private final Api api;
    private final Datasets datasets;

    StreamedTableTest(Api api, Datasets datasets) {
        this.api = api;
        this.datasets = datasets;
    }

    /** Rows of up to 8 KB and of every kind of cell: about 40 stand in a chunk. */
    @BeforeAll
    void upload() {
        upload("rows", ROWS);
    }

    private void upload(String name, int rows) {
        var random = new Random(3);
        var csv = new StringBuilder(IntStream.range(0, COLUMNS).mapToObj(c -> "c" + c).collect(Collectors.joining(",")))
                .append('\n');
        for (int row = 0; row < rows; row++) {
            csv.append(IntStream.range(0, COLUMNS).mapToObj(c -> cell(c, random)).collect(Collectors.joining(",")))
                    .append('\n');
        }
        var answer = api.post("/datasets?name=" + name, "text/csv", BodyPublishers.ofString(csv.toString()));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    private static String cell(int column, Random random) {
        return switch (column % 7) {
            case 0 -> Integer.toString(random.nextInt(256));
            case 1 -> random.nextInt(10) == 0 ? "" : "kind" + random.nextInt(5);
            case 2 -> Float.toString(random.nextFloat());
            default -> random.nextInt(20) == 0 ? "" : Double.toString(random.nextGaussian());
        };
    }

    private static void assertSameRows(Table streamed, Table loaded, int from, int to) {
        var row = new double[COLUMNS];
        var expected = new double[COLUMNS];
        for (int i = from; i < to; i++) {
            streamed.read(i, row);
            loaded.read(i, expected);
            assertThat(row).containsExactly(expected);
            assertThat((Double) streamed.value(i, i % COLUMNS)).isEqualTo((Double) expected[i % COLUMNS]);
        }
    }

    @Test
    void everyRowHasTheBitsOfTheLoadedTableInAnyOrder() {
        var loaded = datasets.load(datasets.find("rows"));
        var streamed = datasets.stream(datasets.find("rows"));

        assertSameRows(streamed, loaded, 0, ROWS);
        new Random(1).ints(50, 0, ROWS).forEach(row -> assertSameRows(streamed, loaded, row, row + 1));
    }

    @Test
    void memoryHoldsAWindowAndTheLoadedTableAllRows() {
        var dataset = datasets.find("rows");
        var layout = new RowLayout(dataset.columns());
        int chunks = Math.ceilDiv(ROWS, layout.rowsPerChunk());
        int window = Math.ceilDiv(255, layout.rowsPerChunk()) + 2;
        assertThat(window).isLessThan(chunks);

        assertThat(datasets.load(dataset).bytes()).isEqualTo((long) ROWS * layout.rowBytes())
                .isEqualTo(dataset.residentBytes());
        assertThat(datasets.stream(dataset).bytes())
                .isEqualTo((long) window * layout.rowsPerChunk() * layout.rowBytes());
    }

    @Test
    void consecutiveRowsThatWereFetchedAreNotReadAgain() {
        var reads = new AtomicInteger();
        var dataset = datasets.find("rows");
        var streamed = datasets.stream(dataset, read -> {
            reads.incrementAndGet();
            return read.get();
        });
        int perChunk = new RowLayout(dataset.columns()).rowsPerChunk();
        for (int from = 0; from + 256 <= ROWS; from += 61) {
            streamed.fetch(from, 256);
            int before = reads.get();

            for (int row = from + 255; row >= from; row--) {
                streamed.value(row, 0);
            }

            assertThat(reads).hasValue(before);
        }
        assertThat(reads).hasValueLessThanOrEqualTo(Math.ceilDiv(ROWS, perChunk));
    }

    @Test
    void severalThreadsReadOneBlockAtATimeAndEachChunkIsReadOnce() throws Exception {
        var loaded = datasets.load(datasets.find("rows"));
        var reads = new AtomicInteger();
        var streamed = datasets.stream(datasets.find("rows"), read -> {
            reads.incrementAndGet();
            return read.get();
        });
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int block = 0; block < ROWS; block += 250) {
                int first = block;
                var parts = new ArrayList<Callable<Void>>();
                for (int part = 0; part < 5; part++) {
                    int from = first + 50 * part;
                    parts.add(() -> {
                        assertSameRows(streamed, loaded, from, from + 50);
                        return null;
                    });
                }
                for (var done : threads.invokeAll(parts)) {
                    done.get();
                }
            }
        }
        int perChunk = new RowLayout(datasets.find("rows").columns()).rowsPerChunk();
        assertThat(reads).hasValue(Math.ceilDiv(ROWS, perChunk));
    }

    @Test
    void failedReadCanBeRepeated() {
        var failures = new AtomicInteger(2);
        var streamed = datasets.stream(datasets.find("rows"), read -> {
            if (failures.getAndDecrement() > 0) {
                throw new TransientDataAccessResourceException("away");
            }
            return read.get();
        });
        assertThatThrownBy(() -> streamed.value(0, 0)).isInstanceOf(TransientDataAccessResourceException.class);
        assertThatThrownBy(() -> streamed.value(0, 0)).isInstanceOf(TransientDataAccessResourceException.class);

        assertSameRows(streamed, datasets.load(datasets.find("rows")), 0, 3);
    }

    @Test
    void rowsOfADatasetThatIsDeletedMeanwhileAreAConflict() {
        upload("deleted", 300);
        var dataset = datasets.find("deleted");
        var streamed = datasets.stream(dataset);
        streamed.value(0, 0);
        datasets.delete("deleted");

        for (var reading : List.<Runnable>of(() -> streamed.value(299, 0), () -> datasets.load(dataset))) {
            assertThatThrownBy(reading::run).isInstanceOfSatisfying(ProblemException.class, problem -> {
                assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT);
                assertThat(problem).hasMessage("The dataset \"deleted\" was deleted while its rows were read");
            });
        }
    }

    @Test
    void aListOfWideDatasetsEndsItsPageEarlierAndContinuesWithItsCursor() {
        var row = "0,".repeat(3999) + "0\n";
        var heading = IntStream.range(0, 4000).mapToObj(c -> "column-with-a-name-" + c)
                .collect(Collectors.joining(",", "", "\n"));
        for (int i = 0; i < 9; i++) {
            var answer = api.post("/datasets?name=wide" + i, "text/csv", BodyPublishers.ofString(heading + row));
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        }

        var names = new ArrayList<String>();
        var pages = new AtomicInteger();
        var path = "/datasets?limit=100";
        for (var query = path; query != null;) {
            var page = api.get(query).body();
            page.path("data").forEach(dataset -> names.add(dataset.path("name").asString()));
            pages.incrementAndGet();
            query = page.path("nextCursor").isNull() ? null
                    : path + "&cursor=" + page.path("nextCursor").asString();
        }

        assertThat(pages).hasValueGreaterThan(1);
        assertThat(names).startsWith("wide8", "wide7", "wide6", "wide5", "wide4", "wide3", "wide2", "wide1", "wide0")
                .doesNotHaveDuplicates();
    }
}
