/**
 * Lists that are read page by page, newest first.
 *
 * <p>{@code PageRequest} reads {@code limit} and {@code cursor}. A repository reads one row more than the limit, and {@code Page} turns
 * it into {@code nextCursor}. Ids are UUIDv7, ordered by creation, so that the last id of a page is the cursor of the next one. A page
 * is in memory as a whole: {@code PageRequest.fitting} shortens it where its rows are long.
 */
@NullMarked
package dev.chainrule.paging;

import org.jspecify.annotations.NullMarked;
