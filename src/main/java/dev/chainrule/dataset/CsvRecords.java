package dev.chainrule.dataset;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.regex.Pattern;

/** The records of a CSV file (RFC 4180), as the parser gives them; what it refuses becomes a problem with a line. */
final class CsvRecords implements AutoCloseable {
    /** Longest value, in characters: far above any number or category. */
    private static final int MAX_FIELD = 1 << 16;

    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private final CloseableIterator<CsvRecord> records;

    CsvRecords(Upload upload, Charset charset, char delimiter, DatasetProperties limits) {
        var handler = CsvRecordHandler.builder()
                // One more than allowed, so that too many can be told from unreadable.
                .maxFields(limits.maxColumns() + 1)
                .maxFieldSize(MAX_FIELD)
                .maxRecordSize(Row.MAX_CHARACTERS)
                .build();
        try {
            records = CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .trimWhitespacesAroundQuotes(true)
                    .maxBufferSize(2 * MAX_FIELD)
                    .build(handler, new TextReader(upload.open(), charset))
                    .iterator();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws ProblemException (400) if what follows is no CSV or no text of its character set */
    boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException unreadable) {
            throw explain(unreadable);
        }
    }

    CsvRecord next() {
        return records.next();
    }

    private static RuntimeException explain(CsvParseException unreadable) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ProblemException problem -> {
                    return problem;
                }
                case ClientGoneException gone -> {
                    return gone;
                }
                default -> {}
            }
        }
        var line = LINE.matcher(String.valueOf(unreadable.getMessage()));
        return ProblemException.malformed("The record in line " + (line.find() ? line.group(1) : "?")
                + " cannot be read as CSV: a quote is not closed, text follows a closing quote, a value has more than "
                + MAX_FIELD + " characters, or all values together have more than " + Row.MAX_CHARACTERS);
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
