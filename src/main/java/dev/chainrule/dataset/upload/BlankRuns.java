package dev.chainrule.dataset.upload;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text whose values are separated by runs of spaces and tabs, with one space for each run and none at the ends of a line. Quoted text is
 * unchanged.
 */
final class BlankRuns extends FilterReader {
    private final char[] buffer = new char[1 << 12];
    private int at;
    private int limit;
    private boolean lineStarts = true;
    private boolean valueStarts = true;
    private boolean separated;
    private boolean quoted;
    private boolean closed;

    BlankRuns(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        var one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int count = 0;
        while (count < length && (at < limit || fill())) {
            char c = buffer[at];
            boolean ends = !quoted && (c == '\n' || c == '\r');
            if (!quoted && (c == ' ' || c == '\t')) {
                separated = !lineStarts;
                at++;
            } else if (separated && !ends) {
                into[from + count++] = ' ';
                separated = false;
                valueStarts = true;
            } else {
                into[from + count++] = c;
                at++;
                separated = false;
                readQuote(c);
                lineStarts = ends;
                valueStarts = ends;
            }
        }
        return count == 0 ? -1 : count;
    }

    /** A quote opens at the start of a value; two of them within quotes stand for one. */
    private void readQuote(char c) {
        boolean opens = c == '"' && !quoted && (valueStarts || closed);
        closed = c == '"' && quoted;
        quoted = opens || (quoted && c != '"');
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
