package dev.chainrule.request;

import jakarta.servlet.ServletRequest;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 as Tomcat speaks it, with what a service needs that strangers reach: it says whether a client has closed its connection while
 * its request is served, which a servlet is not told before it writes; bodies must come at a least rate ({@link PacedBody}); who is
 * refused while still sending has the answer ({@link ClientConnection}); and connections on which nothing happens make room for others
 * ({@link ClientEndpoint}).
 */
public final class ClientConnections extends Http11NioProtocol {
    private final RestOfBodies rests = new RestOfBodies();

    /** Called by Tomcat, which is given the name of this class. */
    public ClientConnections() {
        super(new ClientEndpoint());
    }

    @Override
    protected Processor createProcessor() {
        return ClientConnection.of(this, getAdapter(), rests);
    }

    /**
     * Whether the client has closed its connection. Only the thread that serves the request may ask, while nothing else reads from it; of a
     * request that another server or a test made it is never true.
     *
     * <p>A client that closes its side only, and would still read, counts as gone: so it does in nginx and in Go's HTTP server.
     */
    static boolean isClosed(ServletRequest request) {
        return ClientConnection.of(request).filter(ClientConnection::isClosed).isPresent();
    }
}
