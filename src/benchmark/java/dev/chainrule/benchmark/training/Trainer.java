package dev.chainrule.benchmark.training;

/** Trains workloads with one library. */
interface Trainer {
    /** Rows that final losses are taken over. */
    int LOSS_ROWS = 10_000;

    Repeat.Answer repeat(Repeat.Question question, TrainingData.Rows rows);
}
