package dev.chainrule.scoring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.MimeTypeUtils;

/** The text form of a table. */
enum TableFormat {
    /** RFC 4180, but lines end with a line feed: commas, and quotes where a text needs them; what is missing is empty. */
    CSV(TableFormat.TEXT_CSV, "csv") {
        @Override
        void writeHeader(List<String> columns, StringBuilder out) {
            for (int column = 0; column < columns.size(); column++) {
                out.append(before(column, ""));
                writeText(columns.get(column), out);
            }
            out.append('\n');
        }

        @Override
        String before(int column, String name) {
            return column == 0 ? "" : ",";
        }

        @Override
        void writeText(String text, StringBuilder out) {
            if (!needsQuotes(text)) {
                out.append(text);
                return;
            }
            out.append('"').append(text.replace("\"", "\"\"")).append('"');
        }

        @Override
        String missing() {
            return "";
        }

        @Override
        String end() {
            return "\n";
        }
    },
    /** A JSON object a line, {@code null} for what is missing. */
    NDJSON(TableFormat.X_NDJSON, "ndjson") {
        @Override
        void writeHeader(List<String> columns, StringBuilder out) {
            // Each row has the names.
        }

        @Override
        String before(int column, String name) {
            var before = new StringBuilder(column == 0 ? "{" : ",");
            writeText(name, before);
            return before.append(':').toString();
        }

        @Override
        void writeText(String text, StringBuilder out) {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"' -> out.append("\\\"");
                    case '\\' -> out.append("\\\\");
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    default -> {
                        if (c < ' ') {
                            out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xF, 16));
                        } else {
                            out.append(c);
                        }
                    }
                }
            }
            out.append('"');
        }

        @Override
        String missing() {
            return "null";
        }

        @Override
        String end() {
            return "}\n";
        }
    };

    static final String TEXT_CSV = "text/csv";
    static final String X_NDJSON = "application/x-ndjson";

    private final String mediaType;
    private final String extension;

    TableFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** The one that a request prefers by its header Accept; CSV if it has no preference. */
    static TableFormat accepted(HttpServletRequest request) {
        var accepted = new ServletServerHttpRequest(request).getHeaders().getAccept();
        MimeTypeUtils.sortBySpecificity(accepted);
        for (var type : accepted) {
            for (var format : values()) {
                if (type.includes(MediaType.parseMediaType(format.mediaType))) {
                    return format;
                }
            }
        }
        return CSV;
    }

    /** As the header Content-Type has it. NDJSON is always in UTF-8. */
    String contentType() {
        return this == CSV ? mediaType + ";charset=UTF-8" : mediaType;
    }

    /** Of a file's name. */
    String extension() {
        return extension;
    }

    /**
     * The most characters that a row of these columns becomes.
     *
     * @param characters of its values together
     */
    long longest(List<String> columns, long characters) {
        return switch (this) {
            // A quote becomes two; quotes around it, and a comma.
            case CSV -> 2 * characters + 3L * columns.size();
            // A control character becomes six; quotes around name and value, a colon and a comma.
            case NDJSON -> 6 * (characters + columns.stream().mapToLong(String::length).sum()) + 6L * columns.size();
        };
    }

    /** What comes before the first row. */
    abstract void writeHeader(List<String> columns, StringBuilder out);

    /** What comes before a column's value. */
    abstract String before(int column, String name);

    abstract void writeText(String text, StringBuilder out);

    abstract String missing();

    /** What comes after a row's last value. */
    abstract String end();

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
