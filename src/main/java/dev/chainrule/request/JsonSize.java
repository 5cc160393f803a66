package dev.chainrule.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts, while JSON is read, what decides how much memory the tree of its nodes takes: arrays, objects, fields, values and texts.
 * Structural characters inside a text count, too: the tree never takes more.
 *
 * <p>The figures are those of HotSpot's objects with compressed references: an array is a node, a list and ten places; an object a node
 * and a hash table of sixteen places; a field an entry and its name; a value a node of a number and a place.
 */
final class JsonSize extends FilterInputStream {
    private static final int ARRAY = 104;
    private static final int OBJECT = 176;
    private static final int FIELD = 88;
    private static final int VALUE = 32;
    private static final int QUOTE = 28;

    /** A text's characters may need two bytes each; as many again where parts of the body are written once more to be stored. */
    private static final int BYTE = 4;

    private long bytes;

    JsonSize(InputStream json) {
        super(json);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            bytes += BYTE + more((byte) read);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        long sum = 0;
        for (int i = from; i < from + read; i++) {
            sum += BYTE + more(into[i]);
        }
        bytes += sum;
        return read;
    }

    private static int more(byte character) {
        return switch (character) {
            case '[' -> ARRAY;
            case '{' -> OBJECT;
            case ':' -> FIELD;
            case ',' -> VALUE;
            case '"' -> QUOTE;
            default -> 0;
        };
    }

    /** The most that the tree takes of what was read so far. */
    long treeBytes() {
        return bytes;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
