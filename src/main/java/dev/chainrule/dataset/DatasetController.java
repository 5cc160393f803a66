package dev.chainrule.dataset;

import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.content.ContentStore;
import dev.chainrule.paging.Page;
import dev.chainrule.paging.PageRequest;
import dev.chainrule.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The stored datasets over HTTP. */
@RestController
@RequestMapping(DatasetView.PATH)
class DatasetController {
    private final Datasets datasets;
    private final MemoryBudget memory;
    private final DatasetProperties limits;

    DatasetController(Datasets datasets, MemoryBudget memory, DatasetProperties limits) {
        this.datasets = datasets;
        this.memory = memory;
        this.limits = limits;
    }

    @GetMapping
    Page<DatasetView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var request = datasets.fitting(PageRequest.of(limit, cursor));
        return Page.of(datasets.list(request), request.limit(), Dataset::id, DatasetView::of);
    }

    @GetMapping("/{dataset}")
    DatasetView show(@PathVariable String dataset) {
        return DatasetView.of(find(dataset, 0));
    }

    @GetMapping("/{dataset}/rows")
    RowsView rows(
            @PathVariable String dataset,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "20") int limit) {
        requireWithin("offset", offset, 0, Integer.MAX_VALUE);
        requireWithin("limit", limit, 1, limits.maxPreviewRows());
        return RowsView.of(datasets.preview(find(dataset, ContentStore.CHUNK_BYTES)), offset, limit);
    }

    /** @param more bytes that the answer takes beside the columns */
    private Dataset find(String nameOrId, long more) {
        var found = datasets.find(nameOrId);
        memory.reserveForRequest(found.columnsBytes() + more, "upload fewer columns or categories");
        return found;
    }

    @Computes
    @DeleteMapping("/{dataset}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String dataset) {
        datasets.delete(dataset);
    }

    private static void requireWithin(String parameter, int value, int min, int max) {
        if (value < min || value > max) {
            throw ProblemException.invalid("?" + parameter,
                    "must be between " + min + " and " + max + ", but is " + value);
        }
    }
}
