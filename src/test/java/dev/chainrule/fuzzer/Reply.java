package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param status 0 if the connection was closed without an answer
 * @param headers by name in any case
 * @param complete whether the body is as long as its headers say
 * @param took from the end of the request to the end of the answer
 */
record Reply(int status, Map<String, String> headers, byte[] body, boolean complete, Duration took) {

    static Reply parse(byte[] bytes, Duration took) {
        var rest = bytes;
        while (true) {
            int end = new String(rest, ISO_8859_1).indexOf("\r\n\r\n");
            if (end < 0) {
                return new Reply(0, Map.of(), rest, rest.length == 0, took);
            }
            var lines = List.of(new String(rest, 0, end, ISO_8859_1).split("\r\n", -1));
            int status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
            var after = Arrays.copyOfRange(rest, end + 4, rest.length);
            if (status >= 200) {
                var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                lines.stream().skip(1).forEach(line -> headers.put(
                        line.substring(0, line.indexOf(':')).trim(), line.substring(line.indexOf(':') + 1).trim()));
                return of(status, headers, after, took);
            }
            rest = after;
        }
    }

    private static Reply of(int status, Map<String, String> headers, byte[] after, Duration took) {
        if ("chunked".equals(headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT))) {
            return unchunked(status, headers, after, took);
        }
        var length = headers.get("Content-Length");
        return new Reply(status, headers, after, length == null || Integer.parseInt(length) == after.length, took);
    }

    private static Reply unchunked(int status, Map<String, String> headers, byte[] chunks, Duration took) {
        var body = new ByteArrayOutputStream();
        var text = new String(chunks, ISO_8859_1);
        int at = 0;
        while (true) {
            int end = text.indexOf("\r\n", at);
            if (end < 0) {
                return new Reply(status, headers, body.toByteArray(), false, took);
            }
            int size = Integer.parseInt(text.substring(at, end), 16);
            if (size == 0) {
                return new Reply(status, headers, body.toByteArray(), true, took);
            }
            body.write(chunks, end + 2, Math.min(size, chunks.length - end - 2));
            at = Math.min(text.length(), end + 2 + size + 2);
        }
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The media type without its parameters. */
    String mediaType() {
        return header("Content-Type").split(";", 2)[0].trim();
    }

    String text() {
        return new String(body, UTF_8);
    }

    boolean isRefusal() {
        return status >= 400;
    }

    @Override
    public String toString() {
        var text = text();
        return status + " " + headers + "\n" + (text.length() > 1500 ? text.substring(0, 1500) + "…" : text);
    }
}
