package dev.chainrule.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/** Finds out what parts the values of a CSV file. */
final class CsvDelimiter {
    private static final String CANDIDATES = ",;\t|";

    /** A first line longer than this is judged by its beginning. */
    private static final int MAX_LINE = 1 << 20;

    private CsvDelimiter() {}

    /** The candidate that is most frequent in the first line, outside of quotes; a comma if there is none. */
    static char sniff(Upload upload, Charset charset) {
        var counts = new int[CANDIDATES.length()];
        try (var text = new TextReader(upload.open(), charset)) {
            count(text, counts);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return CANDIDATES.charAt(best);
    }

    private static void count(TextReader text, int[] counts) throws IOException {
        var buffer = new char[1 << 12];
        boolean quoted = false;
        boolean begun = false;
        int seen = 0;
        for (int read; seen < MAX_LINE && (read = text.read(buffer, 0, buffer.length)) >= 0; seen += read) {
            for (int i = 0; i < read; i++) {
                char c = buffer[i];
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && begun && (c == '\n' || c == '\r')) {
                    return;
                } else if (!quoted && CANDIDATES.indexOf(c) >= 0) {
                    counts[CANDIDATES.indexOf(c)]++;
                }
                begun = begun || (c != '\n' && c != '\r');
            }
        }
    }
}
