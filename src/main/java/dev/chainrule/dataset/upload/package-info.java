/**
 * Uploads of datasets: JSON, CSV, IDX images, and generators; their types, their statistics, and warnings.
 *
 * <p><b>An upload, step by step.</b> {@code UploadController} passes the request to {@code UploadReader}. The request's own thread takes
 * the whole body in, a long one into a temporary file, as fast as the client sends it. The rest is a computation: {@code DraftReader}
 * chooses the form and makes {@code UploadedRows}, which read the upload as often as needed; {@code Profiler} reads it once for types,
 * categories and statistics (again if a column turned out to be categorical late). It has a {@code ColumnProfile} for each column, which
 * decides the column's type unless the upload declares it. The result is a {@code DatasetDraft} with warnings of what is allowed but
 * probably not meant. {@code Datasets.create} stores it.
 *
 * <p><b>Limits.</b> {@code max-upload} is checked while the body arrives ({@code request.LimitedStream}, {@code MultipartConfiguration}),
 * {@code max-expanded} by each reading ({@code Upload}), {@code max-stored} after the last one ({@code Profiler}), all before anything is
 * stored. {@code request.Spool} deletes the temporary file when it is closed; Tomcat deletes those of a multipart request.
 *
 * <p>An upload may also name a stored dataset ({@code from}) and give its columns other roles: {@code StoredSource} then reads the rows
 * from the database, and the rest is the same. So a target can be chosen after an upload, and a stored dataset still never changes.
 *
 * <p>Nothing here writes to the database.
 */
@NullMarked
package dev.chainrule.dataset.upload;

import org.jspecify.annotations.NullMarked;
