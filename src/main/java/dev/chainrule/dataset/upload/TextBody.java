package dev.chainrule.dataset.upload;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.request.LimitedStream;
import dev.chainrule.request.Spool;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** A body of text that has been received completely, compressed or not; a long one is in a temporary file until this is closed. */
final class TextBody implements AutoCloseable {
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    private final Spool spool;
    private final Upload upload;

    private TextBody(Spool spool, DatasetProperties limits) {
        this.spool = spool;
        this.upload = new Upload("the body", spool::open, limits.maxExpanded().toBytes());
    }

    /** @throws ProblemException 415 for an unknown encoding, 413 beyond the limit, 400 if the body is cut off or not compressed as it says */
    static TextBody receive(HttpServletRequest request, MemoryBudget memory, DatasetProperties limits) {
        requireRoomToWait(memory);
        boolean compressed = isCompressed(request);
        try {
            var body = new TextBody(Spool.of(LimitedStream.ofBody(request, limits.maxUpload().toBytes())), limits);
            if (compressed && !body.upload.isGzip()) {
                body.close();
                throw ProblemException.malformed("The body is not gzip, as its Content-Encoding says");
            }
            return body;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** While the body arrives. */
    static void requireRoomToWait(MemoryBudget memory) {
        if (!memory.reserveToWait()) {
            throw ProblemException.unavailable("Too many requests send or wait: try again later");
        }
    }

    static boolean isCompressed(HttpServletRequest request) {
        var encoding = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_ENCODING))
                .orElse("identity")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!GZIP.contains(encoding) && !encoding.equals("identity")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "The content encoding must be gzip or identity");
        }
        return GZIP.contains(encoding);
    }

    Upload upload() {
        return upload;
    }

    @Override
    public void close() {
        spool.close();
    }
}
