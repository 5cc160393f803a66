package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.Blanks;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What separates the values of a CSV file.
 *
 * @param character a space stands for any run of spaces and tabs
 * @param declared whether the first line declares the delimiter and holds no values, as Excel's {@code sep=;} does
 */
record CsvDelimiter(char character, boolean declared) {
    private static final String CANDIDATES = ",;\t|";
    private static final String SPACE = "space";

    /** In the order in which they are looked for in texts: a blank is least likely to separate values. */
    private static final Map<String, Character> NAMES = names();

    /** A first line longer than this is judged by its beginning. */
    private static final int MAX_LINE = 1 << 20;

    private static final Pattern DECLARATION =
            Pattern.compile("(?i)\"?sep=([^\"\r\n])\"?(?:[\r\n].*)?", Pattern.DOTALL);

    /** No declaration with the end of its line is longer. */
    private static final int DECLARATION_LENGTH = 8;

    private static Map<String, Character> names() {
        var names = new LinkedHashMap<String, Character>();
        names.put("semicolon", ';');
        names.put("tab", '\t');
        names.put("pipe", '|');
        names.put("comma", ',');
        names.put("colon", ':');
        names.put("caret", '^');
        names.put("tilde", '~');
        names.put(SPACE, ' ');
        return names;
    }

    /** The names, as an error lists them. */
    static String listed() {
        return String.join(", ", NAMES.keySet());
    }

    /** The character of a delimiter's name. */
    static Optional<Character> named(String name) {
        return name.equals("\\t") ? Optional.of('\t') : Optional.ofNullable(NAMES.get(name));
    }

    /** The given one; else the one that the file declares; else the one that its first line suggests. */
    static CsvDelimiter of(Optional<Character> given, Upload upload, Charset charset) {
        var declared = declaration(upload, charset);
        return new CsvDelimiter(
                given.or(() -> declared).orElseGet(() -> mostFrequent(upload, charset)), declared.isPresent());
    }

    /**
     * A hint at the option for a file whose only column has such a name; empty if there are more columns, or the name contains no
     * delimiter.
     */
    static String hint(List<String> names) {
        return names.size() > 1 ? ""
                : inAll(names)
                        .map(name -> "; if a " + name + " separates values, upload the file with delimiter=" + name)
                        .orElse("");
    }

    /** As {@link #inAll}, for a name, in which a blank is usual. */
    static Optional<String> inName(String name) {
        return inAll(List.of(name)).filter(delimiter -> !delimiter.equals(SPACE));
    }

    /** The name of a delimiter that all texts contain. */
    static Optional<String> inAll(List<String> texts) {
        return NAMES.entrySet().stream()
                .filter(_ -> !texts.isEmpty())
                .filter(name -> name.getValue() != ',' || !texts.stream().allMatch(UploadWarnings::looksLikeNumber))
                .filter(name -> texts.stream().allMatch(text -> contains(text, name.getValue())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean contains(String text, char delimiter) {
        return text.chars().anyMatch(c -> c == delimiter || (delimiter == ' ' && Blanks.isBlank((char) c)));
    }

    boolean isBlank() {
        return character == ' ';
    }

    private static Optional<Character> declaration(Upload upload, Charset charset) {
        var start = new char[DECLARATION_LENGTH];
        int length = 0;
        try (var text = new TextReader(upload.open(), charset)) {
            int c;
            while (length < start.length && (c = text.read()) >= 0) {
                start[length++] = (char) c;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var matcher = DECLARATION.matcher(new String(start, 0, length));
        return matcher.matches() ? Optional.of(matcher.group(1).charAt(0)) : Optional.empty();
    }

    /** The candidate that is most frequent in the first line that is not blank, outside of quotes; a comma if there is none. */
    private static char mostFrequent(Upload upload, Charset charset) {
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

    private static void count(Reader text, int[] counts) throws IOException {
        var buffer = new char[1 << 12];
        boolean quoted = false;
        boolean begun = false;
        int seen = 0;
        for (int read; seen < MAX_LINE && (read = text.read(buffer, 0, buffer.length)) >= 0; seen += read) {
            for (int i = 0; i < read; i++) {
                char c = buffer[i];
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && (c == '\n' || c == '\r')) {
                    if (begun) {
                        return;
                    }
                    Arrays.fill(counts, 0);
                } else if (!quoted && CANDIDATES.indexOf(c) >= 0) {
                    counts[CANDIDATES.indexOf(c)]++;
                }
                begun = begun || !Blanks.isBlank(c);
            }
        }
    }
}
