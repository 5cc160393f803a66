/**
 * Datasets: typed columns, rows stored in a compact form, previewed and loaded for training. {@code dataset.upload} reads what clients
 * send.
 *
 * <p><b>Creating.</b> {@code Datasets.create} takes a {@code DatasetDraft}, reads its {@code RowSource} once more, and {@code Encoder}
 * writes the rows chunk by chunk into {@code content}, in one transaction: if it fails, no chunk stays. The whole upload is never in
 * memory.
 *
 * <p><b>Reading.</b> {@code Datasets.load} gives a {@code Table} with all rows in memory, {@code Datasets.stream} one that reads chunks
 * when they are needed. Both give the same values. {@code RowLayout} knows where a cell lies in a chunk.
 *
 * <p><b>Who writes.</b> Only {@code Datasets} inserts and deletes rows of {@code dataset}; a stored dataset never changes. A caller
 * that needs one to stay locks its row ({@code lock}, {@code findOrCreate}) in the transaction that records the use. {@code delete}
 * locks the row and asks every {@code DatasetUsage}; {@code job} implements it, because this package must not depend on jobs.
 *
 * <p><b>Draft</b>: an upload that is checked but not stored. <b>Cell type</b>: how a column's values are stored. <b>Role</b>: what a
 * column is for. <b>Fingerprint</b>: equal for two uploads that train alike.
 */
@NullMarked
package dev.chainrule.dataset;

import org.jspecify.annotations.NullMarked;
