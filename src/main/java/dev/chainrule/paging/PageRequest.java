package dev.chainrule.paging;

import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.UUID;

/**
 * Which page of a list is wanted. Ids are UUIDv7, whose order is that of their creation, so the last id of a page is the cursor
 * of the next one.
 *
 * @param before only what is older than this
 */
public record PageRequest(Optional<UUID> before, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    /**
     * @param limit the query parameter of this name, or null
     * @param cursor the query parameter of this name, or null
     * @throws ProblemException (422) if one of them is no good
     */
    public static PageRequest of(Integer limit, String cursor) {
        return new PageRequest(Optional.ofNullable(cursor).map(PageRequest::id), limit(limit));
    }

    private static UUID id(String cursor) {
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalid("?cursor", "must be the nextCursor of an earlier page");
        }
    }

    private static int limit(Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid("?limit", "must be from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    /** One row more than the page holds: it tells whether there is a next page. */
    public int rowsToRead() {
        return limit + 1;
    }
}
