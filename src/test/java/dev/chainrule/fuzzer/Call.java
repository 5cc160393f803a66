package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A request as it is sent: nothing in it need be valid. Mutable: changes are made to it one by one. */
final class Call {
    private static final int LONGEST_TEXT = 4000;

    record Header(String name, String value) {}

    String method;
    String path;
    String version = "HTTP/1.1";
    /** Names and values as they are sent, encoded. */
    final List<String> query = new ArrayList<>();
    final List<Header> headers = new ArrayList<>();
    byte[] body = {};
    /** Less than all of the body is sent, and the client's side of the connection is closed. */
    int missingBytes;
    /** What was changed, for people. */
    final List<String> changes = new ArrayList<>();

    Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    String header(String name) {
        return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).map(Header::value).findFirst()
                .orElse("");
    }

    void set(String name, String value) {
        remove(name);
        headers.add(new Header(name, value));
    }

    void remove(String name) {
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    }

    /** The path that the service sees: without an authority, a query and parameters of its steps. */
    String pathOnly() {
        return path.replaceFirst("^http://[^/]+", "").split("[?#]", 2)[0].replaceAll(";[^/]*", "");
    }

    boolean hasJson() {
        return body.length > 0 && header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    String text() {
        return new String(body, UTF_8);
    }

    void text(String text) {
        body = text.getBytes(UTF_8);
    }

    private String head() {
        var head = new StringBuilder(method).append(' ').append(path);
        for (int i = 0; i < query.size(); i++) {
            head.append(i == 0 ? '?' : '&').append(query.get(i));
        }
        head.append(' ').append(version).append("\r\n");
        if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Host"))) {
            head.append("Host: localhost\r\n");
        }
        headers.forEach(header -> head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (header("Content-Length").isEmpty() && header("Transfer-Encoding").isEmpty() && body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString();
    }

    /** Its bytes. Characters above 255 of its head are sent as UTF-8. */
    byte[] bytes() {
        var head = head();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(head.chars().allMatch(c -> c < 256) ? ISO_8859_1 : UTF_8));
        bytes.write(body, 0, Math.max(0, body.length - missingBytes));
        return bytes.toByteArray();
    }

    /** Readable, and complete unless it is very long. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (byte each : bytes()) {
            int c = each & 0xff;
            text.append(c == '\n' || (c >= ' ' && c < 127) ? String.valueOf((char) c)
                    : c == '\r' ? "" : "\\x%02x".formatted(c));
        }
        return (text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "… (" + text.length() + ")")
                + (missingBytes > 0 ? "\n[cut off by " + missingBytes + " bytes]" : "");
    }
}
