package dev.chainrule.torture;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Requests whose answers are long. */
final class AnswerAttacks {
    private static final int AT_ONCE = 4;
    private static final int UNREAD = 50;
    private static final Duration TIME = Duration.ofSeconds(3);

    private AnswerAttacks() {}

    static void readLongAnswers(Attacker attacker) throws InterruptedException {
        attacker.send(IntStream.range(0, AT_ONCE).mapToObj(_ -> Call.get(path(attacker))).toList());
    }

    /** Connections of clients that request a long answer and do not read it. */
    static void leaveLongAnswersUnread(Attacker attacker) throws InterruptedException {
        var address = attacker.address();
        if (address.isPresent()) {
            try (var connections = Connections.open(address.get(), attacker.scaled(UNREAD))) {
                connections.send("GET /api/v1" + path(attacker) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                attacker.pass(TIME);
            }
        }
    }

    private static String path(Attacker attacker) {
        var paths = List.of(
                "/jobs/" + attacker.targets().job() + "/epochs?limit=100000",
                "/datasets/" + Targets.THOUSANDS_OF_COLUMNS + "/rows?limit=1000",
                "/models/" + Targets.WIDE_MODEL + "/versions/1/weights",
                "/jobs?limit=1000");
        return paths.get(attacker.random().nextInt(paths.size()));
    }
}
