package dev.chainrule.torture;

/** Signals that Java has no method for. */
enum Signal {
    /** Suspends. */
    STOP,
    /** Resumes. */
    CONT,
    /** To PostgreSQL: end at once, as if the power had failed. */
    QUIT;

    void send(long process) {
        OtherProgram.run("kill", "-" + name(), Long.toString(process));
    }
}
