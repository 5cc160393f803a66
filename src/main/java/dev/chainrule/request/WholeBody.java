package dev.chainrule.request;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.Computation;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Receives the body of a call that reads its bytes itself, as the bodies of other calls are received: completely, and up to the same
 * length, which is that of the decompressed body, too.
 */
@Component
public class WholeBody {
    private static final int BUFFER = 1 << 13;

    private final MemoryBudget memory;
    private final Computations computations;
    private final long limit;

    WholeBody(MemoryBudget memory, Computations computations, RequestProperties limits) {
        this.memory = memory;
        this.computations = computations;
        this.limit = limits.maxJson().toBytes();
    }

    private enum Encoding {
        IDENTITY, GZIP, DEFLATE;

        static Encoding of(HttpServletRequest request) {
            var name = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_ENCODING)).orElse("identity");
            return switch (name.strip().toLowerCase(Locale.ROOT)) {
                case "identity" -> IDENTITY;
                case "gzip", "x-gzip" -> GZIP;
                case "deflate" -> DEFLATE;
                default -> throw new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "The content encoding must be gzip, deflate or identity");
            };
        }
    }

    /**
     * Receives the body and reserves the memory for it.
     *
     * @param use what the call does with the bytes: on the thread of the request, or as a computation if there are many, or compressed ones
     * @throws ProblemException (413) if there are more bytes than allowed, (415) for an unknown compression, (400) if they are damaged
     */
    public <T> T read(HttpServletRequest request, Function<byte[], T> use) {
        var encoding = Encoding.of(request);
        Spool.requireRoomToWait(request, memory);
        try (var body = Spool.of(LimitedStream.ofBody(request, limit))) {
            Caller.current().requireValidKey();
            return encoding == Encoding.IDENTITY && !body.isLong()
                    ? use.apply(bytes(body, encoding, body.size()))
                    : computations.run(() -> use.apply(bytes(body, encoding, expandedSize(body, encoding))));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private byte[] bytes(Spool body, Encoding encoding, long size) {
        memory.reserveForRequest(size, "send a smaller body, or several");
        try (var in = open(body, encoding)) {
            return in.readNBytes((int) size);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Decompresses once to count the bytes, so that their memory is reserved before they take it. */
    private long expandedSize(Spool body, Encoding encoding) {
        if (encoding == Encoding.IDENTITY) {
            return body.size();
        }
        try (var in = open(body, encoding)) {
            long size = 0;
            var buffer = new byte[BUFFER];
            for (int read; (read = in.read(buffer)) >= 0;) {
                size += read;
            }
            return size;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private InputStream open(Spool body, Encoding encoding) {
        try {
            return switch (encoding) {
                case IDENTITY -> body.open();
                case GZIP -> new Expanded(new GZIPInputStream(body.open(), BUFFER), "gzip");
                // What HTTP calls deflate is in zlib's format.
                case DEFLATE -> new Expanded(new InflaterInputStream(body.open()), "deflate");
            };
        } catch (ZipException | EOFException damaged) {
            throw damaged("gzip");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ProblemException damaged(String format) {
        return ProblemException
                .malformed("The body is not " + format + ", as its Content-Encoding says, or is damaged");
    }

    /** Turns failures into problems; a computation can end between two reads. */
    private final class Expanded extends LimitedStream {
        private final String format;

        Expanded(InputStream in, String format) {
            super(in, limit, "Decompressed, the body has more than the " + limit + " bytes allowed here");
            this.format = format;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            Computation.checkpoint();
            try {
                return super.read(into, from, length);
            } catch (ZipException | EOFException _) {
                throw damaged(format);
            }
        }
    }
}
