package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of a request. It is a header of the answer, a member of a problem, and in every line that the request logs. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    /** The member of a problem, and the key in the diagnostic context of the log. */
    public static final String KEY = "requestId";

    private static final String ATTRIBUTE = RequestId.class.getName();

    /** Covers UUIDs, ULIDs, base64 and the ids of common gateways; nothing in it needs an escape in a log or in JSON. */
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:=+/-]{1,64}");

    private RequestId() {}

    /** What the client sent as {@code X-Request-Id}, if that is valid; a random id otherwise. Each call for a request gives the same. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        var sent = request.getHeader(HEADER);
        var id = sent != null && VALID.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
