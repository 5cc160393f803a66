package dev.chainrule.request;

import dev.chainrule.problem.RequestId;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

/**
 * Gives every request its {@link RequestId}. It is a valve instead of a filter, so that requests that the web server refuses, and what it
 * logs itself, have one, too.
 */
final class RequestIdValve extends ValveBase {
    RequestIdValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var id = RequestId.of(request);
        response.setHeader(RequestId.HEADER, id);
        try (var _ = MDC.putCloseable(RequestId.KEY, id)) {
            getNext().invoke(request, response);
        }
    }
}
