package dev.chainrule.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain connections, which send what they are given and read nothing. The service may close them at any time. */
final class Connections implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** So that what is not read soon stops the sender. */
    private static final int RECEIVE_BUFFER = 4096;

    private final List<Socket> sockets = new ArrayList<>();

    private Connections() {}

    /** Opens as many as the service accepts, at most this number. */
    static Connections open(URI address, int number) {
        var connections = new Connections();
        try {
            for (int i = 0; i < number; i++) {
                var socket = new Socket();
                connections.sockets.add(socket);
                socket.setReceiveBufferSize(RECEIVE_BUFFER);
                socket.connect(
                        new InetSocketAddress(address.getHost(), address.getPort()), (int) CONNECT.toMillis());
            }
        } catch (IOException refused) {
            log.debug("{} of {} connections are open", connections.sockets.size() - 1, number, refused);
        }
        return connections;
    }

    /** Sends the same bytes on every connection that is still open. */
    void send(String text) {
        var bytes = text.getBytes(US_ASCII);
        for (var socket : sockets) {
            try {
                if (socket.isConnected() && !socket.isClosed()) {
                    socket.getOutputStream().write(bytes);
                }
            } catch (IOException closed) {
                log.debug("The service has closed a connection", closed);
                close(socket);
            }
        }
    }

    @Override
    public void close() {
        sockets.forEach(Connections::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            log.debug("A connection was closed before", failure);
        }
    }
}
