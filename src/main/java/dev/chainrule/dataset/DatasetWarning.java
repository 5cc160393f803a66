package dev.chainrule.dataset;

import org.jspecify.annotations.Nullable;

/**
 * Something in an upload that is allowed, but probably not meant.
 *
 * @param column its name; {@code null}: the dataset as a whole
 */
public record DatasetWarning(@Nullable String column, String message) {}
