package dev.chainrule.benchmark.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/** Another library: epochs, orders of rows and the clock are the same for all of them. */
final class PeerTrainer implements Trainer {
    private static final long SEED = 7;

    private final String version;
    private final BiFunction<Workload, TrainingData.Rows, PeerModel> models;

    PeerTrainer(String version, BiFunction<Workload, TrainingData.Rows, PeerModel> models) {
        this.version = version;
        this.models = models;
    }

    @Override
    public Repeat.Answer repeat(Repeat.Question question, TrainingData.Rows rows) {
        var workload = question.workload();
        try (var model = models.apply(workload, rows)) {
            var epochs = new Epochs(model, rows.count(), workload.batchSize());
            epochs.train(workload.warmEpochs(), question.warmSeconds());
            var start = Stamp.at(0);
            var end = Stamp.at(epochs.train(workload.timedEpochs(), question.timedSeconds()));
            return start.to(end, version, model.loss(Math.min(LOSS_ROWS, rows.count())), null);
        }
    }

    /** Trains epoch after epoch of one model. */
    private static final class Epochs {
        private final PeerModel model;
        private final int batchSize;
        private final int[] order;
        private final SplittableRandom random = new SplittableRandom(SEED);

        Epochs(PeerModel model, int rows, int batchSize) {
            this.model = model;
            this.batchSize = batchSize;
            this.order = new int[rows];
            Arrays.setAll(order, row -> row);
        }

        /**
         * Stops after the batch in which the seconds are over.
         *
         * @return rows
         */
        long train(int epochs, double seconds) {
            long deadline = System.nanoTime() + Stamp.nanos(seconds);
            long rows = 0;
            for (int epoch = 0; epoch < epochs; epoch++) {
                if (batchSize >= order.length) {
                    model.step(null);
                    rows += order.length;
                    if (System.nanoTime() > deadline) {
                        return rows;
                    }
                    continue;
                }
                shuffle();
                for (int from = 0; from < order.length; from += batchSize) {
                    var batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
                    model.step(batch);
                    rows += batch.length;
                    if (System.nanoTime() > deadline) {
                        return rows;
                    }
                }
            }
            return rows;
        }

        /** Fisher and Yates. */
        private void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int row = order[i];
                order[i] = order[j];
                order[j] = row;
            }
        }
    }
}
