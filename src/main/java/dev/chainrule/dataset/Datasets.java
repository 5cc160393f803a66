package dev.chainrule.dataset;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.content.ContentStore;
import dev.chainrule.content.IncompleteContentException;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ResourceName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The stored datasets: finds, creates, loads and deletes them. */
@Service
public class Datasets {
    /** At least as many as a block of an evaluation has. */
    private static final int STREAMED_ROWS = 256;

    /** The newest so many datasets are suggested for a name that none has. */
    private static final int SUGGESTED = 1000;

    private final DatasetRepository datasets;
    private final ContentStore contents;
    private final ObjectProvider<DatasetUsage> usages;
    private final Clock clock;
    private final MemoryBudget memory;
    private final TransactionTemplate readOnly;

    Datasets(
            DatasetRepository datasets, ContentStore contents, ObjectProvider<DatasetUsage> usages, Clock clock,
            MemoryBudget memory, PlatformTransactionManager transactions) {
        this.memory = memory;
        this.datasets = datasets;
        this.contents = contents;
        this.usages = usages;
        this.clock = clock;
        this.readOnly = new TransactionTemplate(transactions);
        readOnly.setReadOnly(true);
    }

    /** @throws ProblemException (404) if there is none */
    @Transactional(readOnly = true)
    public Dataset find(String nameOrId) {
        Optional<Dataset> found = Optional.empty();
        if (ResourceName.isId(nameOrId)) {
            found = datasets.findById(UUID.fromString(nameOrId));
        } else if (ResourceName.isName(nameOrId)) {
            found = datasets.findByName(nameOrId);
        }
        return found.orElseThrow(() -> missing(nameOrId));
    }

    private ProblemException missing(String nameOrId) {
        return ResourceName.isId(nameOrId)
                ? ProblemException.notFound("dataset", nameOrId)
                : ProblemException.notFound("dataset", nameOrId, datasets.newestNames(Limit.of(SUGGESTED)));
    }

    /** @throws ProblemException (404) if there is none */
    @Transactional(readOnly = true)
    public Dataset find(UUID id) {
        return datasets.findById(id).orElseThrow(() -> ProblemException.notFound("dataset", id));
    }

    @Transactional(readOnly = true)
    public boolean exists(UUID id) {
        return datasets.findById(id).isPresent();
    }

    /**
     * Finds a dataset and locks its row, so that it cannot be deleted before the caller's transaction ends: for callers that store that it
     * is in use.
     *
     * @throws ProblemException (404) if there is none
     */
    @Transactional
    public Dataset lock(String nameOrId) {
        return datasets.lock(find(nameOrId).id()).orElseThrow(() -> missing(nameOrId));
    }

    /**
     * Reads all rows into memory: {@link Dataset#residentBytes()}.
     *
     * @throws ProblemException (409) if the dataset is deleted meanwhile
     */
    @Transactional(readOnly = true)
    public Table load(Dataset dataset) {
        var chunks = new ArrayList<byte[]>();
        reading(dataset, () -> contents.read(dataset.contentId(), chunks::add));
        return new Table(dataset.columns(), dataset.rowCount(), new Chunks.Resident(chunks));
    }

    /** {@link #stream(Dataset, ChunkReads)} where a failure of the database is thrown to the reader. */
    public Table stream(Dataset dataset) {
        return stream(dataset, ChunkReads.ONCE);
    }

    /**
     * The rows, read from the database when they are needed: memory holds as many chunks as {@value #STREAMED_ROWS} consecutive rows span,
     * and one more. Reading a row throws a {@link ProblemException} (409) once the dataset is deleted.
     *
     * @param reads called for every chunk, by the thread that needs it
     */
    public Table stream(Dataset dataset, ChunkReads reads) {
        return stream(dataset, reads, new RowLayout(dataset.columns()).chunksOf(STREAMED_ROWS) + 1);
    }

    private Table stream(Dataset dataset, ChunkReads reads, int windowChunks) {
        var layout = new RowLayout(dataset.columns());
        int chunks = Math.ceilDiv(dataset.rowCount(), layout.rowsPerChunk());
        int chunkBytes = layout.rowBytes() * Math.min(layout.rowsPerChunk(), dataset.rowCount());
        var window = new ChunkWindow(Math.min(windowChunks, chunks), chunkBytes,
                index -> reads.read(() -> readOnly.execute(_ -> chunk(dataset, index))));
        return new Table(dataset.columns(), dataset.rowCount(), window);
    }

    private byte[] chunk(Dataset dataset, int index) {
        var chunk = new byte[1][];
        reading(dataset, () -> chunk[0] = contents.chunk(dataset.contentId(), index));
        return chunk[0];
    }

    /** Missing rows were deleted with their dataset; if the dataset still exists, they are damaged. */
    private void reading(Dataset dataset, Runnable read) {
        try {
            read.run();
        } catch (IncompleteContentException incomplete) {
            if (datasets.findById(dataset.id()).isEmpty()) {
                throw ProblemException.conflict(
                        "The dataset \"" + dataset.name() + "\" was deleted while its rows were read");
            }
            throw ProblemException.damaged("The dataset \"" + dataset.name() + "\"", "delete it and upload it again");
        }
    }

    /**
     * Stores a draft, under a generated name if it has none.
     *
     * @throws ProblemException (409) if the name is taken
     */
    @Transactional
    public Dataset create(DatasetDraft draft) {
        var name = draft.name().orElseGet(() -> "dataset-" + UUID.randomUUID().toString().substring(24));
        requireFree(name);
        try {
            return store(name, draft);
        } catch (DataIntegrityViolationException _) {
            throw taken(name);
        }
    }

    /**
     * Stores a draft unless it is stored already: the same data under the same name is the same dataset. A draft without a name is named
     * after its content. In both cases the dataset cannot be deleted before the caller's transaction ends.
     *
     * @throws ProblemException (409) if the name is taken by other data
     * @throws DataIntegrityViolationException if another transaction stored the name in the meantime: a new one finds it
     */
    @Transactional
    public Dataset findOrCreate(DatasetDraft draft) {
        var sha256 = Fingerprint.of(draft.source(), draft.columns(), Fingerprint.ofRows(draft));
        var name = draft.name().orElseGet(() -> "dataset-" + sha256.substring(0, 12));
        var present = datasets.findByName(name).flatMap(dataset -> datasets.lock(dataset.id()));
        if (present.isEmpty()) {
            return store(name, draft);
        }
        return present.filter(dataset -> dataset.sha256().equals(sha256)).orElseThrow(() -> ProblemException.conflict(
                "There is another dataset named \"" + name
                        + "\" with other data: choose another name, or delete it first"));
    }

    private Dataset store(String name, DatasetDraft draft) {
        var writer = contents.begin();
        draft.encode(writer::write);
        var content = writer.close();
        var sha256 = Fingerprint.of(draft.source(), draft.columns(), content.sha256());
        return datasets.saveAndFlush(
                new Dataset(name, draft, sha256, content.id(), Caller.currentUser(), clock.instant()));
    }

    /** @throws ProblemException (409) if a dataset has this name */
    void requireFree(String name) {
        if (datasets.existsByName(name)) {
            throw taken(name);
        }
    }

    private static ProblemException taken(String name) {
        return ProblemException
                .conflict("There is already a dataset named \"" + name + "\": choose another name, or delete it first");
    }

    /** @throws ProblemException (404) if there is none, (409) if a live job uses it */
    @Transactional
    public void delete(String nameOrId) {
        var dataset = lock(nameOrId);
        if (usages.stream().anyMatch(usage -> usage.isInUse(dataset.id()))) {
            throw ProblemException.conflict(
                    "A live job uses the dataset \"" + dataset.name() + "\": cancel it or wait for its end");
        }
        datasets.delete(dataset);
        datasets.flush();
        contents.delete(dataset.contentId());
    }

    /** The page, or its beginning if not all of it fits into memory. */
    PageRequest fitting(PageRequest page) {
        var lengths = datasets.lengths(page.before().orElse(null), Limit.of(page.limit()));
        var fitting = page.fitting(lengths);
        memory.reserveForRequest(fitting.bytes(lengths), "ask for a smaller page with limit");
        return fitting;
    }

    /** Newest first, and one more than the page holds. */
    @Transactional(readOnly = true)
    List<Dataset> list(PageRequest request) {
        var limit = Limit.of(request.rowsToRead());
        return request.before()
                .map(id -> datasets.findByIdLessThanOrderByIdDesc(id, limit))
                .orElseGet(() -> datasets.findByOrderByIdDesc(limit));
    }

    /**
     * The rows for a preview, read one after the other.
     *
     * @throws ProblemException (409) if the dataset is deleted meanwhile
     */
    Table preview(Dataset dataset) {
        return stream(dataset, ChunkReads.ONCE, 1);
    }
}
