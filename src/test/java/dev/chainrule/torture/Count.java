package dev.chainrule.torture;

/** What is counted, in the order of the table. */
enum Count {
    KILLS("kill -9"),
    STOPS("SIGTERM"),
    SUSPENSIONS("SIGSTOP, SIGCONT"),
    MEMORY_ERRORS("OutOfMemoryError"),
    OUTAGES("database lost and back"),
    STARTS("starts of a replica"),
    JOBS("jobs"),
    RESUMED_JOBS("jobs that were resumed"),
    RESUMPTIONS("resumptions"),
    POLLS("answers to polls"),
    OBSERVATIONS("jobs seen in them"),
    SILENCES("requests without an answer because of a fault"),
    UNAVAILABLE("answers of 503 during a fault"),
    POSTPONED("requests to be repeated later"),
    ATTACKS("attacks"),
    ATTACK_ANSWERS("answers to them of 2xx"),
    ATTACK_REFUSALS("answers to them of 4xx and 503"),
    PROBES("answers to requests for health"),
    SLOW_PROBES("of them after 500 ms or more"),
    EPOCHS("epochs compared"),
    VIOLATIONS("violations");

    private final String title;

    Count(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
