package dev.chainrule.torture;

import java.time.Duration;

/** Large numbers of connections that wait for an answer, or send no request. */
final class ConnectionAttacks {
    private static final int NUMBER = 500;
    private static final Duration TIME = Duration.ofSeconds(3);

    private ConnectionAttacks() {}

    /** Streams of a long history, which are read no further than the first buffer. */
    static void openStreams(Attacker attacker) throws InterruptedException {
        hold(attacker, "GET /api/v1/jobs/" + attacker.targets().job() + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    static void sayNothing(Attacker attacker) throws InterruptedException {
        hold(attacker, attacker.random().nextBoolean() ? "" : "GET /api/v1/jobs HTT");
    }

    private static void hold(Attacker attacker, String request) throws InterruptedException {
        var address = attacker.address();
        if (address.isPresent()) {
            try (var connections = Connections.open(address.get(), attacker.scaled(NUMBER))) {
                connections.send(request);
                attacker.pass(TIME);
            }
        }
    }

    /** Polls for a job that waits behind all others, until it is cancelled. */
    static void pollLong(Attacker attacker) throws InterruptedException {
        var job = """
                {"model": %s, "dataset": "%s", "priority": -1000, "labels": {"attack": "poll"}}"""
                .formatted(Targets.model(attacker.newName(), "float32", 2), Targets.HUNDRED_THOUSAND_ROWS);
        for (var location : Attacker.locations(attacker.send(1, Call.post("/jobs", job)))) {
            attacker.send(attacker.scaled(NUMBER), Call.get(location.substring("/api/v1".length()) + "?wait=3"));
            attacker.cancel(location);
        }
    }
}
