package dev.chainrule.request;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Reads and answers the requests of one connection one after the other; a request can ask it whether its client is still connected. */
final class ClientConnection extends Http11Processor {
    private static final String ATTRIBUTE = ClientConnection.class.getName();

    private final PacedBody body;
    private final RestOfBodies rests;

    private ClientConnection(AbstractHttp11Protocol<?> protocol, ServingAdapter adapter, RestOfBodies rests) {
        super(protocol, adapter);
        this.body = new PacedBody(getRequest().getInputBuffer(), System::nanoTime);
        this.rests = rests;
        getRequest().setInputBuffer(body);
    }

    static ClientConnection of(AbstractHttp11Protocol<?> protocol, Adapter adapter, RestOfBodies rests) {
        var serving = new ServingAdapter(adapter);
        var connection = new ClientConnection(protocol, serving, rests);
        serving.connection = connection;
        return connection;
    }

    /** The connection on which a request came; empty if another server or a test made the request. */
    static Optional<ClientConnection> of(ServletRequest request) {
        return Optional.ofNullable((ClientConnection) request.getAttribute(ATTRIBUTE));
    }

    /** Looks for further bytes without consuming them: they may be those of the next request. */
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

    /** The answer is being sent. */
    private void answered(Request request) {
        // Tomcat closes the connection then: a client that waits for 100 Continue need not send a body that was refused.
        boolean mayNotCome = request.hasExpectation() && response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        if (mayNotCome || isRequestBodyFullyRead() || getErrorState().isError()) {
            return;
        }
        // Tomcat itself would continue to read without a minimum rate.
        if (body.isTooSlow() || !rests.take(request)) {
            action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Notifies a connection when its requests begin and end. */
    private static final class ServingAdapter implements Adapter {
        private final Adapter adapter;
        /** Set right after the connection is created, which takes this adapter. */
        private @Nullable ClientConnection connection;

        ServingAdapter(Adapter adapter) {
            this.adapter = adapter;
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            var serving = Objects.requireNonNull(connection, "a connection serves after it was made");
            request.setAttribute(ATTRIBUTE, serving);
            serving.body.next();
            adapter.service(request, response);
            serving.answered(request);
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
