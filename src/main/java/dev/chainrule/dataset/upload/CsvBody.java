package dev.chainrule.dataset.upload;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.problem.ContentTypeHeader;
import dev.chainrule.problem.Faults;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A CSV file that was sent to be read and not stored. It is in a temporary file until this is closed, unless it is short. */
public final class CsvBody implements AutoCloseable {
    private final TextBody body;
    private final Charset charset;
    private final CsvOptions options;
    private final DatasetProperties limits;

    private CsvBody(TextBody body, Charset charset, CsvOptions options, DatasetProperties limits) {
        this.body = body;
        this.charset = charset;
        this.options = options;
        this.limits = limits;
    }

    /**
     * Receives the whole body on the request's own thread.
     *
     * @param options {@code delimiter}, {@code header} and {@code missing} as the query has them, of which each may be left out
     * @param faults gets what is wrong with the options
     * @throws dev.chainrule.problem.ProblemException 422 if it is not known how to read the file, or as an upload's body is refused
     */
    public static CsvBody receive(
            HttpServletRequest request, Map<String, String> options, MemoryBudget memory, DatasetProperties limits,
            Faults faults) {
        var how = CsvOptions.ofReading(options, faults);
        var charset = ContentTypeHeader.charset(request.getContentType()).orElse(StandardCharsets.UTF_8);
        return new CsvBody(TextBody.receive(request, memory, limits), charset, how, limits);
    }

    /**
     * Reads the names of its columns.
     *
     * @param faults gets what is wrong with the first line, and later with the rows
     * @throws dev.chainrule.problem.ProblemException 415 if it looks like another format, 400 if it cannot be read
     */
    public CsvFile open(Faults faults) {
        body.upload().requireText();
        body.upload().refuseJson();
        return new CsvFile(body.upload(), charset, options, faults, limits);
    }

    @Override
    public void close() {
        body.close();
    }
}
