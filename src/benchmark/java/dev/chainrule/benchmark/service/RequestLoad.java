package dev.chainrule.benchmark.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends one request again and again over kept connections. It costs little: its bytes are prepared, and it only finds an answer's end. */
final class RequestLoad {
    private static final int BUFFER = 1 << 16;
    private static final byte[] HEADER_END = ascii("\r\n\r\n");
    private static final byte[] LAST_CHUNK = ascii("\r\n0\r\n\r\n");

    private final int port;
    private final byte[] request;

    RequestLoad(int port, String path, String json) {
        this.port = port;
        var body = json.getBytes(StandardCharsets.UTF_8);
        var head = ascii(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n");
        request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The answers of a stretch of time.
     *
     * @param nanos what each took
     * @param seconds that passed
     */
    record Answered(long[] nanos, double seconds) {
        double perSecond() {
            return nanos.length / seconds;
        }

        /** In milliseconds: the time within which this share of all was answered. */
        double quantile(double share) {
            return nanos[Math.max(0, (int) Math.ceil(share * nanos.length) - 1)] / 1e6;
        }
    }

    /** @throws IllegalStateException if an answer is not 200, or a connection ends */
    Answered send(int connections, double seconds) {
        try (var threads = Executors.newFixedThreadPool(connections)) {
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            var senders = new ArrayList<Future<List<long[]>>>();
            for (int i = 0; i < connections; i++) {
                senders.add(threads.submit(() -> sendUntil(end)));
            }
            var parts = new ArrayList<long[]>();
            for (var sender : senders) {
                parts.addAll(sender.get());
            }
            double passed = (System.nanoTime() - start) / 1e9;
            return new Answered(parts.stream().flatMapToLong(Arrays::stream).sorted().toArray(), passed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private List<long[]> sendUntil(long end) throws IOException {
        var buffer = new byte[BUFFER];
        var all = new ArrayList<long[]>();
        var part = new long[BUFFER];
        int count = 0;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            for (long now = System.nanoTime(); now < end;) {
                out.write(request);
                readAnswer(in, buffer);
                long answered = System.nanoTime();
                if (count == part.length) {
                    all.add(part);
                    part = new long[BUFFER];
                    count = 0;
                }
                part[count++] = answered - now;
                now = answered;
            }
        }
        all.add(Arrays.copyOf(part, count));
        return all;
    }

    private static void readAnswer(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        int body = -1;
        while (body < 0) {
            length += read(in, buffer, length);
            body = indexAfter(buffer, length, HEADER_END);
        }
        var head = new String(buffer, 0, body, StandardCharsets.ISO_8859_1);
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new IOException("expected 200, actual " + head);
        }
        int declared = head.indexOf("Content-Length: ");
        if (declared >= 0) {
            int from = declared + "Content-Length: ".length();
            long left = Long.parseLong(head.substring(from, head.indexOf('\r', from))) - (length - body);
            while (left > 0) {
                left -= read(in, buffer, 0);
            }
            return;
        }
        // In chunks: only the end of the last one has these bytes.
        while (!endsWith(buffer, length, LAST_CHUNK)) {
            if (length > buffer.length / 2) {
                System.arraycopy(buffer, length - LAST_CHUNK.length, buffer, 0, LAST_CHUNK.length);
                length = LAST_CHUNK.length;
            }
            length += read(in, buffer, length);
        }
    }

    private static int read(InputStream in, byte[] buffer, int from) throws IOException {
        int read = in.read(buffer, from, buffer.length - from);
        if (read < 0) {
            throw new IOException("the service closed the connection");
        }
        return read;
    }

    private static int indexAfter(byte[] bytes, int length, byte[] wanted) {
        for (int i = 0; i + wanted.length <= length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i + wanted.length;
            }
        }
        return -1;
    }

    private static boolean endsWith(byte[] bytes, int length, byte[] end) {
        return length >= end.length
                && Arrays.equals(bytes, length - end.length, length, end, 0, end.length);
    }
}
