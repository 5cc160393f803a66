/**
 * Datasets: uploaded as JSON, CSV or IDX images or generated, typed, stored in a compact form, previewed and loaded for training.
 *
 * <p>The way of an upload: a {@link dev.chainrule.dataset.RowSource} reads it as often as needed; the
 * {@link dev.chainrule.dataset.Profiler} reads it once for types, categories and statistics and so makes a
 * {@link dev.chainrule.dataset.DatasetDraft} with warnings of what is probably not meant; storing the draft reads it once more
 * and writes the rows chunk by chunk. Nothing ever holds the whole upload in memory.
 *
 * <p>Uses {@code content} for storage, {@code network} for random numbers, {@code paging}, {@code request}
 * for the limit of a body and {@code problem} for errors.
 */
package dev.chainrule.dataset;
