package dev.chainrule.dataset.upload;

import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text, decoded strictly: bytes that do not belong to the character set are a problem that names their place, whereas
 * {@link java.io.InputStreamReader} puts a replacement character or names no place.
 *
 * <p>A byte order mark (UTF-8, UTF-16) decides the character set and is removed.
 */
final class TextReader extends Reader {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).limit(0);
    private long consumed;
    private long line = 1;
    private boolean afterReturn;
    private boolean ended;

    /** @param charset unless a byte order mark says another one */
    TextReader(InputStream in, Charset charset) throws IOException {
        this.in = in;
        bytes.limit(Math.max(0, in.readNBytes(bytes.array(), 0, 3)));
        decoder = byteOrderMark().orElse(charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private Optional<Charset> byteOrderMark() {
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (startsWith(0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return startsWith(0xFF, 0xFE) ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    private boolean startsWith(int... mark) {
        if (bytes.limit() < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes.get(i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        bytes.position(mark.length);
        consumed = mark.length;
        return true;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended && !bytes.hasRemaining()) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(into, from, count);
        return count;
    }

    /** Refills {@link #chars}. */
    private void decode() throws IOException {
        fill();
        chars.clear();
        int before = bytes.position();
        var result = decoder.decode(bytes, chars, ended);
        consumed += bytes.position() - before;
        chars.flip();
        for (int i = 0; i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\r' || (c == '\n' && !afterReturn)) {
                line++;
            }
            afterReturn = c == '\r';
        }
        if (result.isError()) {
            throw ProblemException.malformed(
                    "Line " + line + " is not " + decoder.charset() + ": byte " + (consumed + 1)
                            + " cannot be read; if the text has another character set, name it, as in Content-Type:"
                            + " text/csv; charset=ISO-8859-1");
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < 0;
        bytes.position(bytes.position() + Math.max(read, 0)).flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
