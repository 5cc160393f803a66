package dev.chainrule.database;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.Deflater;
import java.util.zip.ZipOutputStream;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * Copies an open database's file into a ZIP file while others write to it. The copying is done by the code of H2's {@code BACKUP TO}:
 * meanwhile H2 writes only behind the end of the file, so that all chunks of the state at the beginning stay as they are.
 *
 * <p>It differs in where it ends. {@code BACKUP TO} copies up to the end that the file has when the copy gets there, so it need not end at
 * all while transactions are written faster than they are compressed. This one copies as much as the file had at the beginning, and
 * compresses at the fastest level. A file that is cut off there opens as one of a killed process does.
 */
final class LiveCopy {
    private LiveCopy() {}

    /** Writes a copy that holds all that was committed before. */
    static void write(Connection connection, Path zip) throws IOException, SQLException {
        var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        var store = session.getDatabase().getStore();
        var file = store.getMvStore().getFileStore();
        boolean reused = file.isSpaceReused();
        file.setReuseSpace(false);
        try {
            store.flush();
            try (var out = new BoundedZip(
                    new BufferedOutputStream(Files.newOutputStream(zip, StandardOpenOption.CREATE_NEW)), file.size())) {
                file.backup(out);
            } catch (CompleteException _) {
                // As much as the file had at the beginning is copied: the usual end.
            }
        } finally {
            file.setReuseSpace(reused);
        }
    }

    /** Ends H2's copying. */
    private static final class CompleteException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Takes a number of bytes, and then ends the copying. */
    private static final class BoundedZip extends ZipOutputStream {
        private long left;

        BoundedZip(OutputStream out, long bytes) {
            super(out);
            this.left = bytes;
            setLevel(Deflater.BEST_SPEED);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int taken = (int) Math.min(left, length);
            super.write(bytes, offset, taken);
            left -= taken;
            if (left == 0) {
                closeEntry();
                throw new CompleteException();
            }
        }
    }
}
