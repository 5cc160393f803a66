/**
 * Stores binary content of any size in the database, in chunks: rows of datasets, definitions and weights of models, checkpoints.
 * Each chunk has a checksum, which {@code ContentStore.chunk} compares whenever it reads the chunk.
 *
 * <p>{@code ContentStore.begin} inserts a {@code Content} and gives a {@code ContentWriter}, which appends chunks of up to 256 KiB and
 * stores length and SHA-256 when it is closed. Reading goes chunk by chunk ({@code ContentReader}), so that memory holds one chunk.
 *
 * <p><b>Damage.</b> A chunk that is missing or changed, or a length that is wrong, is an {@code IncompleteContentException}. The caller
 * knows what the content is and answers ({@code ProblemException.damaged}), or takes an older checkpoint. After a changed chunk the health
 * component {@code storedData} is DOWN until the next start ({@code StoredDataHealth}); the service stays ready.
 *
 * <p>Everything runs inside the caller's transaction ({@code MANDATORY}): a content and the row that refers to it become visible
 * together. The package that owns the referring row deletes the content, too; the foreign key deletes the chunks. A content never
 * changes.
 */
@NullMarked
package dev.chainrule.content;

import org.jspecify.annotations.NullMarked;
