package dev.chainrule.torture;

/** What attackers do. */
enum Attack {
    EVALUATIONS,
    EVALUATIONS_LEFT,
    WIDE_EVALUATIONS_LEFT,
    WIDE_PREDICTIONS,
    COST_SURFACES,
    BACKPROP,
    GRADIENT_CHECKS,
    LARGEST_MODELS,
    FREQUENT_CHECKPOINTS,
    VALIDATIONS,
    DATASETS_IN_JOBS,
    SWEEPS,
    FAST_BODIES,
    SLOW_BODIES,
    SLOW_UPLOADS,
    BODIES_OF_EMPTY_ARRAYS,
    BODIES_OF_EMPTY_OBJECTS,
    EVENT_STREAMS,
    LONG_POLLS,
    SILENT_CONNECTIONS,
    LONG_ANSWERS,
    LONG_ANSWERS_UNREAD;

    void by(Attacker attacker) throws InterruptedException {
        switch (this) {
            case EVALUATIONS -> ComputingAttacks.evaluate(attacker);
            case EVALUATIONS_LEFT -> ComputingAttacks.evaluateAndLeave(attacker);
            case WIDE_EVALUATIONS_LEFT -> ComputingAttacks.evaluateWideAndLeave(attacker);
            case WIDE_PREDICTIONS -> ComputingAttacks.predictWide(attacker);
            case COST_SURFACES -> ComputingAttacks.measureSurfaces(attacker);
            case BACKPROP -> ComputingAttacks.trace(attacker);
            case GRADIENT_CHECKS -> ComputingAttacks.checkGradients(attacker);
            case LARGEST_MODELS -> JobAttacks.trainLargestModels(attacker);
            case FREQUENT_CHECKPOINTS -> JobAttacks.trainWithFrequentCheckpoints(attacker);
            case VALIDATIONS -> JobAttacks.trainWithLargeValidation(attacker);
            case DATASETS_IN_JOBS -> JobAttacks.trainOnDatasetsInTheirBodies(attacker);
            case SWEEPS -> JobAttacks.sweep(attacker);
            case FAST_BODIES -> BodyAttacks.sendFast(attacker);
            case SLOW_BODIES -> BodyAttacks.sendSlowly(attacker);
            case SLOW_UPLOADS -> BodyAttacks.uploadSlowly(attacker);
            case BODIES_OF_EMPTY_ARRAYS -> BodyAttacks.sendEmptyArrays(attacker);
            case BODIES_OF_EMPTY_OBJECTS -> BodyAttacks.sendEmptyObjects(attacker);
            case EVENT_STREAMS -> ConnectionAttacks.openStreams(attacker);
            case LONG_POLLS -> ConnectionAttacks.pollLong(attacker);
            case SILENT_CONNECTIONS -> ConnectionAttacks.sayNothing(attacker);
            case LONG_ANSWERS -> AnswerAttacks.readLongAnswers(attacker);
            case LONG_ANSWERS_UNREAD -> AnswerAttacks.leaveLongAnswersUnread(attacker);
        }
    }
}
