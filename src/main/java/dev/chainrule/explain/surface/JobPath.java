package dev.chainrule.explain.surface;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.chainrule.job.Replay;
import dev.chainrule.job.Replay.Agreement;
import dev.chainrule.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of two parameters after each epoch of a job, found by training it again.
 *
 * @param id of the job
 * @param epochs the last epoch of the path
 * @param verified whether training again gave the parameters of the job's version, by their SHA-256
 * @param note why it is not verified, if so
 * @param remarks see {@link PathRemarks#inPicture}
 */
record JobPath(
        UUID id, int epochs, boolean verified, @Nullable String note, @JsonIgnore List<EpochPoint> points,
        @JsonIgnore String remarks) {

    /** The two parameters after an epoch; epoch 0: before training. */
    record EpochPoint(int epoch, double x, double y) {}

    static JobPath of(UUID id, Replay.Replayed replayed, List<EpochPoint> points, String remarks) {
        return new JobPath(
                id,
                replayed.epochs(),
                replayed.agreement() == Agreement.SAME_BITS,
                switch (replayed.agreement()) {
                    case SAME_BITS -> null;
                    case OTHER_BITS ->
                        "training again gave other parameters than the job's version has: another release of"
                                + " the service trained it";
                    case NO_VERSION -> "the job has no version to compare the parameters with";
                },
                points,
                remarks);
    }

    /** Keeps as many evenly spaced epochs as a picture can show, the first and the last among them. */
    static final class Recorder implements Replay.ParameterListener {
        static final int MOST = 500;

        private final int x;
        private final int y;
        private final Matrix surface;
        private final List<EpochPoint> points = new ArrayList<>();
        private boolean meets;

        /**
         * @param x position of a parameter; so is y
         * @param surface all parameters of the model whose surface it is
         */
        Recorder(int x, int y, Matrix surface) {
            this.x = x;
            this.y = y;
            this.surface = surface;
        }

        @Override
        public void epoch(int epoch, int last, Matrix parameters) {
            if (epoch == wanted(points.size(), last)) {
                points.add(new EpochPoint(epoch, parameters.get(0, x), parameters.get(0, y)));
            }
            meets = meets || isOnSurface(parameters);
        }

        private boolean isOnSurface(Matrix parameters) {
            return IntStream.range(0, parameters.columns())
                    .allMatch(i -> i == x || i == y || parameters.get(0, i) == surface.get(0, i));
        }

        /** Whether after some epoch all parameters but the two were those of the surface. */
        boolean meets() {
            return meets;
        }

        /** The n-th epoch that is kept. */
        private static long wanted(int n, int last) {
            return last < MOST ? n : Math.round((double) n * last / (MOST - 1));
        }

        List<EpochPoint> points() {
            return points;
        }
    }
}
