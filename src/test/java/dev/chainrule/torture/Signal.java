package dev.chainrule.torture;

/** Signals that Java has no method for. */
enum Signal {
    /** Suspends. */
    STOP,
    /** Resumes. */
    CONT,
    /** To PostgreSQL: end immediately, as after a power failure. */
    QUIT;

    void send(long process) {
        OtherProgram.run("kill", "-" + name(), Long.toString(process));
    }
}
