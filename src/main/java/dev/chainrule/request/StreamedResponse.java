package dev.chainrule.request;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What a controller returns that writes its answer itself, part by part. It is written on the request's own thread after the controller has
 * returned: a client that reads slowly occupies no computation, nor is a body in JSON, or memory for it, kept meanwhile.
 */
@FunctionalInterface
public interface StreamedResponse {
    /**
     * @throws IOException if the client closes its connection
     * @throws org.apache.coyote.CloseNowException if the answer cannot be completed after some of it was sent
     */
    void write(HttpServletResponse response) throws IOException;
}
