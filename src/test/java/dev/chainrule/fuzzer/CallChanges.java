package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Changes of everything but the content of a body: address, method, headers, encodings. */
final class CallChanges {
    private final Dice dice;

    CallChanges(Dice dice) {
        this.dice = dice;
    }

    void query(Call call) {
        call.changes.add("query");
        var named = call.query.isEmpty() ? "limit=1" : dice.of(call.query);
        var name = named.substring(0, Math.max(0, named.indexOf('=')));
        switch (dice.below(10)) {
            case 0 -> call.query.add(dice.of("surprise=1", "Limit=1", "limits=1", "=", "=1", "a", "[]=1", "limit[]=1"));
            case 1 -> call.query.add(named);
            case 2 -> replace(call, named, name + "=");
            case 3 -> replace(call, named, name);
            case 4 -> replace(call, named, name + "=" + encoded(Texts.strange(dice)));
            case 5 -> replace(call, named, name + "=" + dice.of("-1", "0", "1.5", "1e3", "2147483648", "-2147483649",
                    "9".repeat(400), "0x10", "NaN", "true", "٣", "+5", "%2B5", "1,2", "null"));
            case 6 ->
                call.query.add(dice.of("%", "a=%zz", "a=%C3", "a=%u0041", "%00=1", "a=\u00e9", "a=b;c", "a=%ED%A0%80"));
            case 7 -> replace(call, named, encoded(name + "\u0000") + "=1");
            case 8 -> {
                for (int i = 0; i < dice.of(20, 990, 1010); i++) {
                    call.query.add("q" + i + "=" + i);
                }
            }
            default -> call.query.add("q=" + "x".repeat(dice.of(3000, 9000)));
        }
    }

    private static void replace(Call call, String old, String parameter) {
        call.query.remove(old);
        call.query.add(parameter);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    void path(Call call) {
        call.changes.add("path");
        var steps = call.path.split("/", -1);
        int at = Math.min(steps.length - 1, 3 + dice.below(Math.max(1, steps.length - 3)));
        switch (dice.below(11)) {
            case 0 ->
                steps[at] = dice.of("%2F", "a%2Fb", "%2e%2e", "..", ".", "%00", "%0d%0aX:1", "%5C", "%", "%zz", "%25",
                        "%252F", "a%3Fb", ";a=b", "a;jsessionid=1", "%3B", "\u0001", "a b", "%20", "%C3%A9", "é", "%FF",
                        "%ED%A0%80", "{a}", "\"", "<", "|", "^", "`", "%7F", "~");
            case 1 -> steps[at] = encoded(Texts.strange(dice)).replace("+", "%20");
            case 2 -> steps[at] = "x".repeat(dice.of(64, 300, 5000, 9000));
            case 3 -> steps[at] = dice.of("01890000-0000-7000-8000-000000000000", "none", "0", "-1", "newest", "best",
                    "initial", "2147483648", "1-1-1-1-1", "null");
            case 4 -> steps[at] =
                    steps[at] + dice.of(".json", ".svg", ".txt", "/", "//", "/.", "/..", "/../..", ";", "?", "%20");
            case 5 -> steps[at] = "/" + steps[at];
            case 6 -> steps[at] = steps[at].toUpperCase(Locale.ROOT);
            case 7 -> steps[steps.length - 1] = steps[steps.length - 1] + "/surprise";
            case 8 -> steps[Math.min(steps.length - 1, 2)] = dice.of("v2", "V1", "", "..");
            case 9 -> steps[at] = "";
            default -> {
                call.path = dice.of("*", "http://localhost" + call.path, "//localhost" + call.path, "/",
                        call.path + "#fragment", "/problems/" + steps[at], "/actuator/" + steps[at],
                        "/actuator/env", "/v3/api-docs/x", "/error", "/openapi.yaml/..");
                return;
            }
        }
        var path = String.join("/", steps);
        call.path = path.isBlank() ? "/" : path;
    }

    void firstLine(Call call) {
        if (dice.chance(0.2)) {
            call.changes.add("version");
            call.version = dice.of("HTTP/1.0", "HTTP/2.0", "HTTP/3.0", "HTTP/1.9", "http/1.1", "HTTP/1.1 x", "garbage");
            return;
        }
        call.changes.add("method");
        call.method =
                dice.of("HEAD", "OPTIONS", "TRACE", "PATCH", "PUT", "DELETE", "GET", "POST", "CONNECT", "get", "FOO",
                        "PROPFIND", "G\u00cbT", "");
    }

    void header(Call call) {
        call.changes.add("header");
        switch (dice.below(16)) {
            case 0 -> call.set("Accept",
                    dice.of("application/xml", "image/*", "*/*;q=0", "text/csv;q=0.1, application/json;q=0.9",
                            "application/json;charset=utf-16", "garbage", "a/b/c", ",", "application/*+json", "*",
                            "text/event-stream",
                            "application/json;q=2", "image/png, image/svg+xml", "application/problem+json",
                            "a/b;".repeat(200),
                            "text/html", "\u00ff"));
            case 1 -> call.set("Accept-Encoding", dice.of("gzip", "br, *;q=0", "identity;q=0", "garbage"));
            case 2 -> call.set("Accept-Charset", dice.of("utf-16", "garbage", "*"));
            case 3 -> call.set("Accept-Language", dice.of("xx-YY-zz", "*", "de;q=9", "\u00ff"));
            case 4 ->
                call.set("If-None-Match", dice.of("*", "W/\"1-0-1\"", "\"", "W/", "a,b", "\"" + "x".repeat(3000) + "\"",
                        "W/\"a\", \"b\"", ""));
            case 5 -> call.set("If-Match", dice.of("*", "\"x\""));
            case 6 -> call.set(dice.of("If-Modified-Since", "If-Unmodified-Since"), dice.of("garbage",
                    "Thu, 01 Jan 1970 00:00:00 GMT", "0", "Sun, 06 Nov 2094 08:49:37 GMT"));
            case 7 ->
                call.set("Idempotency-Key", dice.of("", " ", "k".repeat(255), "k".repeat(256), "\u00e9", "same", "same",
                        "a\tb"));
            case 8 -> call.set("Range", dice.of("bytes=0-10", "bytes=-1", "bytes=9-1", "garbage", "bytes=0-0,2-3"));
            case 9 ->
                call.set("Last-Event-ID", dice.of("", "1", "1.1", "-1.0", "-1.99", "99999999999.1", "1.1.1", "\u0660.1",
                        "a.b", "3.2"));
            case 10 -> call.set("Host", dice.of("", "evil.example", "localhost:99999", "a b", "[::1", "localhost:0",
                    "127.0.0.1", "\u00ff", "a".repeat(300)));
            case 11 -> call.set(dice.of("Origin", "Referer"), dice.of("http://evil.example", "null", "garbage"));
            case 12 ->
                call.set("Authorization", dice.of("Bearer x", "Basic eDp5", "Bearer", "garbage", "Bearer \u00ff"));
            case 13 -> call.set(dice.of("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-HTTP-Method-Override"),
                    dice.of("127.0.0.1", "DELETE", "for=\"_x\"", "garbage"));
            case 14 -> call.headers.add(new Call.Header(dice.of("X y", "X\u0001", "", "X-Null", ":a", "X-Long"),
                    dice.of("\u0000", "v", "x".repeat(2000), "x".repeat(9000), "a\u0007b")));
            default -> call.set("Expect", dice.of("100-continue", "garbage"));
        }
    }

    void contentType(Call call) {
        call.changes.add("content type");
        switch (dice.below(4)) {
            case 0 -> call.remove("Content-Type");
            case 1 ->
                call.set("Content-Type", dice.of("text/plain", "application/xml", "application/x-www-form-urlencoded",
                        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=zzz",
                        "multipart/mixed; boundary=b", "text/csv", "application/octet-stream", "*/*", "application/*",
                        "application/json", "application/x-ndjson"));
            case 2 -> call.set("Content-Type", dice.of("garbage", "", "/", "application/", "application/json;", "a/b;c",
                    "application/json; charset", "application/json; charset=\"", "\u00ff/\u00ff",
                    "application/json, text/csv",
                    "a/b/c", "application/json;".repeat(100)));
            default -> {
                var type = call.header("Content-Type").split(";", 2)[0];
                call.set("Content-Type",
                        type + "; charset=" + dice.of("utf-8", "UTF-16", "iso-8859-1", "garbage", "\"utf-8\"",
                                "cp037", "x-x", "utf-7"));
            }
        }
    }

    void encoding(Call call) {
        call.changes.add("encoding");
        switch (dice.below(8)) {
            case 0 -> encoded(call, "gzip", gzip(call.body));
            case 1 -> {
                var gzip = gzip(call.body);
                encoded(call, "gzip", Arrays.copyOf(gzip, dice.below(gzip.length)));
            }
            case 2 -> encoded(call, "gzip", call.body);
            case 3 -> encoded(call, "gzip", damaged(gzip(call.body)));
            case 4 -> encoded(call, dice.of("deflate", "x-gzip", "GZIP", "gzip, gzip"), deflate(call.body));
            case 5 -> encoded(call, dice.of("br", "zstd", "identity", "garbage", "", "*"), call.body);
            case 6 -> encoded(call, "gzip", gzip(gzip(call.body)));
            default -> encoded(call, "gzip", gzip(new byte[dice.of(100_000, 3_000_000)]));
        }
    }

    private static void encoded(Call call, String encoding, byte[] body) {
        call.set("Content-Encoding", encoding);
        call.body = body;
    }

    private byte[] damaged(byte[] bytes) {
        bytes[dice.below(bytes.length)] ^= (byte) (1 << dice.below(8));
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(out)) {
            deflate.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    void transfer(Call call) {
        call.changes.add("transfer");
        switch (dice.below(7)) {
            case 0 -> call.missingBytes = call.body.length == 0 ? 0 : 1 + dice.below(call.body.length);
            case 1 -> chunked(call);
            case 2 -> {
                chunked(call);
                call.missingBytes = 1 + dice.below(call.body.length);
            }
            case 3 -> {
                call.set("Transfer-Encoding", "chunked");
                call.missingBytes = 1;
                call.text(dice.of("zz\r\nabc\r\n0\r\n\r\n ", "-1\r\n ", "5\r\nab ", "FFFFFFFFFF\r\nab ",
                        "3;x=y\r\nabc "));
            }
            case 4 -> call.set("Transfer-Encoding", dice.of("gzip, chunked", "identity", "garbage"));
            case 5 -> {
                call.set("Content-Length", dice.of("-1", "abc", "99999999999999999999", "1, 2", "0x10", ""));
                call.missingBytes = Math.min(1, call.body.length);
            }
            default -> {
                chunked(call);
                call.set("Content-Length", "3");
            }
        }
    }

    private static void chunked(Call call) {
        call.set("Transfer-Encoding", "chunked");
        var out = new ByteArrayOutputStream();
        if (call.body.length > 0) {
            out.writeBytes((Integer.toHexString(call.body.length) + "\r\n").getBytes(UTF_8));
            out.writeBytes(call.body);
            out.writeBytes("\r\n".getBytes(UTF_8));
        }
        out.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        call.body = out.toByteArray();
    }
}
