package dev.chainrule.paging;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param nextCursor gives the next page as {@code ?cursor=}; null: this is the last one
 */
public record Page<T>(List<T> data, String nextCursor) {

    /**
     * @param found up to {@code limit + 1} rows
     * @param cursor what names a row's place in the order
     */
    public static <R, T> Page<T> of(List<R> found, int limit, Function<R, Object> cursor, Function<R, T> view) {
        boolean more = found.size() > limit;
        var shown = more ? found.subList(0, limit) : found;
        var next = more ? cursor.apply(shown.getLast()).toString() : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
