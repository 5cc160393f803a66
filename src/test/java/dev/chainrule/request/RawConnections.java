package dev.chainrule.request;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.Environment;

/** Connections to the service on which a test writes requests as it likes. */
final class RawConnections implements AutoCloseable {
    private final int port;
    private final List<Socket> sockets = new ArrayList<>();

    RawConnections(Environment environment) {
        this.port = environment.getRequiredProperty("local.server.port", Integer.class);
    }

    /** Opens a connection and writes texts to it. */
    Socket send(String... texts) throws IOException {
        var socket = new Socket("localhost", port);
        sockets.add(socket);
        socket.getOutputStream().write(String.join("", texts).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
