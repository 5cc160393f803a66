package dev.chainrule.fuzzer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;

/** Sends requests byte by byte, each on a connection of its own. */
final class RawClient {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
    private static final int BUFFER = 1 << 16;

    private final int port;
    private final List<Call.Header> headers;

    /** @param headers of each request that has not others of their names */
    RawClient(int port, List<Call.Header> headers) {
        this.port = port;
        this.headers = headers;
    }

    Reply send(Call call) throws IOException {
        headers.stream().filter(header -> call.header(header.name()).isEmpty())
                .forEach(header -> call.set(header.name(), header.value()));
        try (var socket = new Socket("localhost", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(LONGEST_SILENCE.toMillis()));
            try {
                socket.getOutputStream().write(call.bytes());
                if (call.missingBytes > 0) {
                    socket.shutdownOutput();
                }
            } catch (SocketException _) {
                // The service has answered before it had everything.
            }
            long began = System.nanoTime();
            var answer = read(socket);
            return Reply.parse(answer, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static byte[] read(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER];
        try {
            for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketException _) {
            // A connection that was reset: what came before it is the answer.
        }
        return answer.toByteArray();
    }
}
