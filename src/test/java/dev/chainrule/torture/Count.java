package dev.chainrule.torture;

/** What is counted, in the order of the table. */
enum Count {
    KILLS("kill -9"),
    STOPS("SIGTERM"),
    SUSPENSIONS("SIGSTOP, SIGCONT"),
    OUTAGES("database lost and back"),
    STARTS("starts of a replica"),
    JOBS("jobs"),
    RESUMED_JOBS("jobs that were resumed"),
    RESUMPTIONS("resumptions"),
    POLLS("answers to polls"),
    SIGHTINGS("jobs seen in them"),
    SILENCES("requests that something disturbed"),
    UNAVAILABLE("answers of 503 meanwhile"),
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
