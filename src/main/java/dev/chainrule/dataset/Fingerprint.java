package dev.chainrule.dataset;

import dev.chainrule.content.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The hash of a dataset: equal for two uploads that give the same training, whatever their bytes were. */
final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the source, every column's name, type, role, cell type and categories, and the hash of the stored rows. */
    static String of(UploadForm source, List<Column> columns, String rowsSha256) {
        var digest = Sha256.digest();
        add(digest, source.name());
        for (var column : columns) {
            add(digest, column.name());
            add(digest, column.type().name());
            add(digest, column.role().name());
            add(digest, column.cell().name());
            if (column.isCategorical()) {
                column.categories().forEach(category -> add(digest, category));
            }
        }
        add(digest, rowsSha256);
        return Sha256.text(digest);
    }

    /** The hash that the stored rows of a draft will have. */
    static String ofRows(DatasetDraft draft) {
        var digest = Sha256.digest();
        draft.encode(digest::update);
        return Sha256.text(digest);
    }

    /** With its length first, so that different lists of texts have different bytes. */
    private static void add(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
