package dev.chainrule.paging;

import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The page of a list that is requested. Ids are UUIDv7, whose order is that of their creation, so the last id of a page is the cursor of
 * the next one.
 *
 * @param before only what is older than this
 */
public record PageRequest(Optional<UUID> before, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    /** Bytes or characters of a page's rows as they are stored: as objects and in the answer they take several times as much. */
    private static final long MAX_STORED = 4 << 20;

    private static final long ROW = 4 << 10;
    private static final long BYTES_PER_CHARACTER = 10;

    /**
     * @param limit the query parameter of this name
     * @param cursor the query parameter of this name
     * @throws ProblemException (422) if one of them is invalid
     */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        return new PageRequest(Optional.ofNullable(cursor).map(PageRequest::id), limit(limit));
    }

    private static UUID id(String cursor) {
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalid("?cursor", "must be the nextCursor of an earlier page");
        }
    }

    private static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid("?limit", "must be between 1 and " + MAX_LIMIT + ", but is " + limit);
        }
        return limit;
    }

    /**
     * The same page, or one that ends earlier because its rows are too long: a whole page is in memory. It has at least one row.
     *
     * @param lengths bytes or characters of each of its rows as they are stored, in the order of the page
     */
    public PageRequest fitting(List<? extends Number> lengths) {
        long sum = 0;
        int rows = 0;
        while (rows < lengths.size() && sum + lengths.get(rows).longValue() <= MAX_STORED) {
            sum += lengths.get(rows).longValue();
            rows++;
        }
        return rows < lengths.size() ? new PageRequest(before, Math.max(1, rows)) : this;
    }

    /**
     * What the page takes in memory: its rows as they are read, as objects, and as they are written.
     *
     * @param lengths as for {@link #fitting}
     */
    public long bytes(List<? extends Number> lengths) {
        return lengths.stream().limit(limit).mapToLong(length -> ROW + BYTES_PER_CHARACTER * length.longValue()).sum();
    }

    /** One row more than the page holds: it tells whether there is a next page. */
    public int rowsToRead() {
        return limit + 1;
    }
}
