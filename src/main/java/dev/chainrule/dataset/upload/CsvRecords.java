package dev.chainrule.dataset.upload;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.chainrule.dataset.Blanks;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Row;
import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file (RFC 4180) without its blank lines and without a line that declares the delimiter; an error of the parser
 * becomes a problem that names the line.
 */
final class CsvRecords implements AutoCloseable {
    /** Longest value, in characters: far above any number or category. */
    private static final int MAX_FIELD = 1 << 16;

    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private final CloseableIterator<CsvRecord> records;
    private boolean declarationFollows;
    /** {@code null}: not read yet, or there is none. */
    private @Nullable CsvRecord next;

    CsvRecords(Upload upload, Charset charset, CsvDelimiter delimiter, DatasetProperties limits) {
        declarationFollows = delimiter.declared();
        var handler = CsvRecordHandler.builder()
                // One more than allowed, so that too many columns can be distinguished from unreadable text.
                .maxFields(limits.maxColumns() + 1)
                .maxFieldSize(MAX_FIELD)
                .maxRecordSize(Row.MAX_CHARACTERS)
                .build();
        try {
            var text = new TextReader(upload.open(), charset);
            records = CsvReader.builder()
                    .fieldSeparator(delimiter.character())
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .trimWhitespacesAroundQuotes(true)
                    .maxBufferSize(2 * MAX_FIELD)
                    .build(handler, delimiter.isBlank() ? new BlankRuns(text) : text)
                    .iterator();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws ProblemException (400) if the text that follows is not CSV, or not valid in its character set */
    boolean hasNext() {
        try {
            while (next == null && records.hasNext()) {
                var record = records.next();
                if (!declarationFollows && !isBlankLine(record)) {
                    next = record;
                }
                declarationFollows = false;
            }
            return next != null;
        } catch (CsvParseException unreadable) {
            throw explain(unreadable);
        }
    }

    /** @throws NoSuchElementException if there is none */
    CsvRecord next() {
        var record = hasNext() ? next : null;
        if (record == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return record;
    }

    /** A line without any character is not a record; a record of one empty value was written in quotes. */
    private static boolean isBlankLine(CsvRecord record) {
        return record.getFieldCount() == 1
                && !record.getField(0).isEmpty()
                && Blanks.strip(record.getField(0)).isEmpty();
    }

    /** How many values a record has without the empty ones at its end. */
    static int filled(CsvRecord record) {
        int count = record.getFieldCount();
        while (count > 0 && Blanks.strip(record.getField(count - 1)).isEmpty()) {
            count--;
        }
        return count;
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
