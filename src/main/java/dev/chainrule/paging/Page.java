package dev.chainrule.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor gives the next page as {@code ?cursor=}; {@code null}: this is the last one
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {

    /**
     * @param found up to {@code limit + 1} rows
     * @param cursor gives a row's place in the order
     */
    public static <R, T> Page<T> of(List<R> found, int limit, Function<R, Object> cursor, Function<R, T> view) {
        return ofPresent(found, limit, cursor, row -> Optional.of(view.apply(row)));
    }

    /**
     * A page whose rows are read together.
     *
     * @param found up to {@code limit + 1} rows
     * @param cursor gives a row's place in the order
     * @param views of rows, in their order
     */
    public static <R, T> Page<T> ofAll(
            List<R> found, int limit, Function<R, Object> cursor, Function<List<R>, List<T>> views) {
        var rows = of(found, limit, cursor, row -> row);
        return new Page<>(views.apply(rows.data()), rows.nextCursor());
    }

    /**
     * A page without rows that were deleted after they were found: it may have fewer than {@code limit} although more follow.
     *
     * @param found up to {@code limit + 1} rows
     * @param cursor gives a row's place in the order
     * @param view empty if the row is to be left out
     */
    public static <R, T> Page<T> ofPresent(
            List<R> found, int limit, Function<R, Object> cursor, Function<R, Optional<T>> view) {
        boolean more = found.size() > limit;
        var shown = more ? found.subList(0, limit) : found;
        var next = more ? cursor.apply(shown.getLast()).toString() : null;
        return new Page<>(shown.stream().map(view).flatMap(Optional::stream).toList(), next);
    }
}
