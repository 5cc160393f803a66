package dev.chainrule.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/** JSON bodies of the largest size that is allowed. */
final class BodyAttacks {
    private static final int MOST = (16 << 20) - 1024;
    private static final int AT_ONCE = 50;
    private static final int PIECES = 40;
    private static final Duration BETWEEN_PIECES = Duration.ofMillis(200);

    private static final byte[] NUMBERS = body("{\"name\": \"attack\", \"layers\": [[", "0.5,", "0.5]]}");
    private static final byte[] EMPTY_ARRAYS = body("[", "[],", "[]]");
    private static final byte[] EMPTY_OBJECTS = body("[", "{},", "{}]");

    private BodyAttacks() {}

    static void sendFast(Attacker attacker) throws InterruptedException {
        attacker.send(attacker.scaled(AT_ONCE), post(attacker, NUMBERS));
    }

    static void sendEmptyArrays(Attacker attacker) throws InterruptedException {
        attacker.send(attacker.scaled(AT_ONCE / 5), post(attacker, EMPTY_ARRAYS));
    }

    static void sendEmptyObjects(Attacker attacker) throws InterruptedException {
        attacker.send(attacker.scaled(AT_ONCE / 5), post(attacker, EMPTY_OBJECTS));
    }

    private static Call post(Attacker attacker, byte[] body) {
        var paths = List.of("/models/validate", "/jobs", "/models", "/models/" + Targets.SMALL_MODEL + "/predict");
        return Call.post(paths.get(attacker.random().nextInt(paths.size())), BodyPublishers.ofByteArray(body));
    }

    /** A few bytes a second, without an end. */
    static void sendSlowly(Attacker attacker) throws InterruptedException {
        sendSlowly(attacker, "/models/validate", "application/json", "{\"name\": \"attack\", \"layers\": [");
    }

    /** As a form, which the web server reads by itself. */
    static void uploadSlowly(Attacker attacker) throws InterruptedException {
        sendSlowly(
                attacker, "/datasets?name=attack-slow&target=y", "multipart/form-data; boundary=part",
                "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.csv\"\r\n\r\nx,y\n");
    }

    private static void sendSlowly(Attacker attacker, String path, String mediaType, String begin)
            throws InterruptedException {
        var address = attacker.address();
        if (address.isEmpty()) {
            return;
        }
        var head = "POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, mediaType, MOST, begin);
        try (var connections = Connections.open(address.get(), attacker.scaled(AT_ONCE))) {
            connections.send(head);
            for (int piece = 0; piece < PIECES; piece++) {
                attacker.pass(BETWEEN_PIECES);
                connections.send("[],");
            }
        }
    }

    private static byte[] body(String begin, String item, String end) {
        return (begin + item.repeat((MOST - begin.length() - end.length()) / item.length()) + end).getBytes(US_ASCII);
    }
}
