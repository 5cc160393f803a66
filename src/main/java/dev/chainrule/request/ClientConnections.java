package dev.chainrule.request;

import jakarta.servlet.ServletRequest;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's HTTP/1.1, with what a service on a public network needs: it detects that a client has closed its connection while its request is
 * served, which a servlet does not learn before it writes; bodies must arrive at a minimum rate ({@link PacedBody}); a client that is
 * refused while it still sends receives the answer ({@link ClientConnection}); and idle connections are closed to make room for new ones
 * ({@link ClientEndpoint}).
 */
public final class ClientConnections extends Http11NioProtocol {
    private final RestOfBodies rests = new RestOfBodies();

    /** Called by Tomcat, which is given the name of this class. */
    public ClientConnections() {
        super(new ClientEndpoint());
        // Not before the request is known to be served: a body that is refused for lack of a key need not be sent.
        setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
    }

    @Override
    protected Processor createProcessor() {
        return ClientConnection.of(this, getAdapter(), rests);
    }

    /**
     * Whether the client has closed its connection. Only the thread that serves the request may call this, while nothing else reads from
     * the connection; it is always false for a request from another server or a test.
     *
     * <p>A client that closes only its sending side counts as gone, even if it would still read, as in nginx and in Go's HTTP server.
     */
    static boolean isClosed(ServletRequest request) {
        return ClientConnection.of(request).filter(ClientConnection::isClosed).isPresent();
    }
}
