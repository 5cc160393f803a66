/**
 * Datasets: uploaded as JSON, CSV or IDX images or generated, typed, stored in a compact form, previewed and loaded for training.
 *
 * <p><b>An upload, step by step.</b> {@code DatasetController} passes the request to {@code UploadReader}. The request's own thread
 * takes the whole body in, a long one into a temporary file, as fast as the client sends it. The rest is a computation: {@code DraftReader}
 * chooses the form and makes a {@code RowSource}, which can read the upload as often as needed; {@code Profiler} reads it once for
 * types, categories and statistics (again if a column turned out to be categorical late) and makes a {@code DatasetDraft}
 * with warnings of what is allowed but probably not meant;
 * {@code Datasets.create} reads it once more, and {@code Encoder} writes the rows chunk by chunk into {@code content}, in one
 * transaction. The whole upload is never in memory.
 *
 * <p><b>Reading.</b> {@code Datasets.load} gives a {@code Table} with all rows in memory, {@code Datasets.stream} one that reads chunks
 * when they are wanted. Both give the same values. {@code RowLayout} knows where a cell lies in a chunk.
 *
 * <p><b>Who writes.</b> Only {@code Datasets} inserts and deletes rows of {@code dataset}; a stored dataset never changes. A caller
 * that needs one to stay locks its row ({@code hold}, {@code findOrCreate}) in the transaction that records the use. {@code delete}
 * locks the row and asks every {@code DatasetUsage}; {@code job} implements it, because this package must not depend on jobs.
 *
 * <p><b>Draft</b>: an upload that is checked but not stored. <b>Cell type</b>: how a column's values are stored. <b>Role</b>: what a
 * column is for. <b>Fingerprint</b>: equal for two uploads that train alike.
 */
package dev.chainrule.dataset;
