package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts, while JSON is read, what decides how much memory the tree of its nodes takes: arrays, objects, fields, values and texts.
 * Structural characters inside a text count, too: the tree never takes more.
 *
 * <p>The figures are those of HotSpot's objects with compressed references: an array is a node, a list and ten places; an object a node
 * and a hash table of sixteen places; a field an entry and its name; a value a node of a number and a place.
 *
 * <p>A byte that UTF-8 never has is refused: Jackson takes it for the end of a field's name, and would read another field.
 */
final class JsonSize extends FilterInputStream {
    private static final int ARRAY = 104;
    private static final int OBJECT = 176;
    private static final int FIELD = 88;
    private static final int VALUE = 32;
    private static final int QUOTE = 28;

    /** A text's characters may need two bytes each; as many again where parts of the body are written once more to be stored. */
    private static final int BYTE = 4;

    private static final byte NEVER_IN_UTF_8 = (byte) 0xFF;

    /** Or the first byte of the mark of UTF-16, big-endian. */
    private static final int MARK = 0xFE;

    private long structure;
    private long length;
    private int first = -1;

    JsonSize(InputStream json) {
        super(json);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            first = first < 0 ? read : first;
            length++;
            structure += more((byte) read);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        if (first < 0 && read > 0) {
            first = into[from] & 0xFF;
        }
        long sum = 0;
        for (int i = from; i < from + read; i++) {
            sum += more(into[i]);
        }
        structure += sum;
        length += Math.max(read, 0);
        return read;
    }

    private int more(byte character) {
        return switch (character) {
            case '[' -> ARRAY;
            case '{' -> OBJECT;
            case ':' -> FIELD;
            case ',' -> VALUE;
            case '"' -> QUOTE;
            case NEVER_IN_UTF_8 -> requireOtherEncoding();
            default -> 0;
        };
    }

    /** UTF-16 may have it. */
    private int requireOtherEncoding() {
        if (first < MARK) {
            throw ProblemException.malformed("The body is not UTF-8, as JSON must be: it has a byte 0xFF");
        }
        return 0;
    }

    /** The most that the tree takes of what was read so far. */
    long treeBytes() {
        return textBytes() + structure;
    }

    /** The most that the texts take of what was read so far. */
    long textBytes() {
        return BYTE * length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
