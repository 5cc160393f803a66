package dev.chainrule.request;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 as Tomcat speaks it, which also says whether a client has closed its connection while its request is served. A servlet is not
 * told that before it writes, and a request that computes for seconds writes only at the end.
 *
 * <p>A client that closes its side only, and would still read, counts as gone: so it does in nginx and in Go's HTTP server.
 */
public final class ClientConnections extends Http11NioProtocol {
    private static final String CONNECTION = ClientConnections.class.getName();

    @Override
    protected Processor createProcessor() {
        var adapter = new ConnectionAdapter(getAdapter());
        adapter.processor = new ConnectionProcessor(this, adapter);
        return adapter.processor;
    }

    /**
     * Whether the client has closed its connection. Only the thread that serves the request may ask, while nothing else reads from it; of a
     * request that another server or a test made it is never true.
     */
    static boolean isClosed(ServletRequest request) {
        return request.getAttribute(CONNECTION) instanceof ConnectionProcessor processor && processor.isClosed();
    }

    /** Closes the connection after the answer, and reads no more of a body that is not wanted. */
    static void closeAfterAnswer(ServletRequest request) {
        if (request.getAttribute(CONNECTION) instanceof ConnectionProcessor processor) {
            processor.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static final class ConnectionProcessor extends Http11Processor {
        ConnectionProcessor(ClientConnections protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        /** Looks for further bytes without taking them: there may be those of a next request. */
        boolean isClosed() {
            SocketWrapperBase<?> socket = getSocketWrapper();
            if (socket == null) {
                return false;
            }
            try {
                var _ = socket.isReadyForRead();
                return false;
            } catch (IOException _) {
                return true;
            }
        }
    }

    /** Gives every request its processor. */
    private static final class ConnectionAdapter implements Adapter {
        private final Adapter adapter;
        private ConnectionProcessor processor;

        ConnectionAdapter(Adapter adapter) {
            this.adapter = adapter;
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            request.setAttribute(CONNECTION, processor);
            adapter.service(request, response);
        }

        @Override
        public boolean prepare(Request request, Response response) throws Exception {
            return adapter.prepare(request, response);
        }

        @Override
        public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
            return adapter.asyncDispatch(request, response, event);
        }

        @Override
        public void log(Request request, Response response, long time) {
            adapter.log(request, response, time);
        }

        @Override
        public void checkRecycled(Request request, Response response) {
            adapter.checkRecycled(request, response);
        }

        @Override
        public String getDomain() {
            return adapter.getDomain();
        }
    }
}
