package dev.chainrule.torture;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** A request of an attacker, to any replica. */
record Call(String path, HttpRequest.Builder request) {
    private static final String API = "/api/v1";

    /** @param path below {@code /api/v1} */
    static Call get(String path) {
        return new Call(API + path, HttpRequest.newBuilder().GET());
    }

    static Call post(String path, String json) {
        return post(path, BodyPublishers.ofString(json));
    }

    static Call post(String path, BodyPublisher json) {
        return new Call(API + path, HttpRequest.newBuilder().header("Content-Type", "application/json").POST(json));
    }

    /**
     * Cancels what was created.
     *
     * @param location the path of a job or a sweep, as an answer gave it
     */
    static Call cancel(String location) {
        return new Call(location + "/cancel", HttpRequest.newBuilder().POST(BodyPublishers.noBody()));
    }

    HttpRequest to(URI address, Duration patience) {
        return request.copy().uri(address.resolve(path)).timeout(patience).build();
    }
}
