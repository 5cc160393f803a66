package dev.chainrule.job;

/**
 * What a queued job waits for.
 *
 * @param reason why it does not train yet
 */
record WaitsFor(WaitReason reason, String detail) {
    enum WaitReason {
        /** Every training thread trains another job. */
        TURN,
        /** It had its turn, but too much memory is taken. */
        MEMORY
    }

    static final WaitsFor ITS_TURN =
            new WaitsFor(WaitReason.TURN,
                    "It waits for its turn: jobs of a higher priority, then older ones, come first");

    static WaitsFor memory(String detail) {
        return new WaitsFor(WaitReason.MEMORY, detail);
    }
}
