package dev.chainrule.dataset;

/**
 * Something in an upload that is allowed, but probably not meant.
 *
 * @param column its name; {@code null}: the dataset as a whole
 */
public record DatasetWarning(String column, String message) {}
