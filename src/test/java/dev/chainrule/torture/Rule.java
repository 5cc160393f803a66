package dev.chainrule.torture;

/** What must hold under every fault. */
enum Rule {
    A_REPLICA_LIVES("a replica ends only on a signal"),
    A_REPLICA_STARTS("a replica serves soon after its start"),
    A_MEMORY_ERROR_ENDS_A_REPLICA("an OutOfMemoryError ends a replica immediately, with exit code 3"),
    A_REPLICA_ANSWERS("an undisturbed replica answers, and one without its database answers with 503 at worst"),
    HEALTH_ANSWERS("an undisturbed replica answers requests for its health and for one job in time"),
    ATTACKS_ARE_ANSWERED(
            "an attack is answered with 2xx, 4xx or 503 with Retry-After, as problem+json, and not only after a minute"),
    NO_JOB_FAILS_FOR_MEMORY("no job fails for lack of memory"),
    REQUESTS_ARE_TAKEN("a request to train is accepted, however often it is repeated"),
    ONE_JOB_FOR_A_KEY("requests under the same key are one job"),
    NO_JOB_IS_LOST("a job that was acknowledged is stored"),
    NO_JOB_IS_INVENTED("there is no job without a request"),
    STATES_FOLLOW_THE_MACHINE("states follow the state machine"),
    TRANSITIONS_ONLY_GROW(
            "a job's transitions only grow, lead from its first state to its current one, and never go back in time"),
    STATE_AND_FIELDS_AGREE("a job's fields fit its state"),
    PROGRESS_NEVER_GOES_BACK("progress never goes back"),
    AN_END_IS_AN_END("a job that has ended never changes"),
    NOTHING_FAILS("no job fails or is cancelled by itself"),
    EVERY_JOB_ENDS("every job ends"),
    HISTORY_HAS_NO_GAPS("the history has every epoch once, from 0 to the newest that was reported"),
    THE_SAME_HISTORY("the history equals the undisturbed run's"),
    THE_SAME_END("reason to stop, newest and best epoch equal the undisturbed run's"),
    THE_SAME_WEIGHTS("the weights are the undisturbed run's to the bit"),
    ONE_VERSION("a job is trained into one version");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
