package dev.chainrule.request;

import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Responses about work that takes its time. */
public final class Responses {
    private Responses() {}

    /** 202 with the address of the accepted work, and how soon a client that only polls should ask again. */
    public static <V> ResponseEntity<V> accepted(String address, V view) {
        return ResponseEntity.accepted()
                .location(URI.create(address))
                .header(HttpHeaders.RETRY_AFTER, Long.toString(LongPoll.POLL_AGAIN.toSeconds()))
                .body(view);
    }

    /**
     * 200 with an ETag; a request with that tag is answered 304 without a body while nothing has changed.
     *
     * @param tag changes whenever the view means something else
     */
    public static <V> ResponseEntity<V> withEtag(String tag, V view) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .eTag("W/\"" + tag + "\"")
                .body(view);
    }

    /** 202 if the command changed something; 200 if there was nothing to do. */
    public static <V> ResponseEntity<V> of(CommandResult<V> result) {
        return ResponseEntity.status(result.changed() ? HttpStatus.ACCEPTED : HttpStatus.OK).body(result.view());
    }
}
