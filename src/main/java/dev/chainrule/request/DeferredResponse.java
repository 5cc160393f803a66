package dev.chainrule.request;

import dev.chainrule.budget.Caller;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;

/**
 * What a controller returns that may wait before it answers a request with a body. The response is made on the request's own thread after
 * the controller has returned: a request that waits occupies no computation and holds neither its body nor the memory reserved for it.
 *
 * @param <V> of the response's body; Spring reads it from the controller's return type
 */
@FunctionalInterface
public interface DeferredResponse<V> {
    ResponseEntity<V> get();

    static <V> DeferredResponse<V> now(ResponseEntity<V> response) {
        return () -> response;
    }

    /** @param response waits; it must not refer to the request's body */
    static <V> DeferredResponse<V> afterWaiting(Supplier<ResponseEntity<V>> response) {
        return () -> {
            Caller.current().releaseReservations();
            return response.get();
        };
    }
}
