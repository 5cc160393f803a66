package dev.chainrule.request;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What a controller returns that writes its answer itself, bit by bit. It is written on the request's own thread after the controller has
 * returned: a client that reads slowly occupies no computation, nor is the request's body kept for it.
 */
@FunctionalInterface
public interface StreamedResponse {
    /**
     * @throws IOException if the client closes its connection
     * @throws org.apache.coyote.CloseNowException if the answer cannot be completed after some of it was sent
     */
    void write(HttpServletResponse response) throws IOException;
}
