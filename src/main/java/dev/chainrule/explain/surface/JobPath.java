package dev.chainrule.explain.surface;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.chainrule.job.Replay;
import dev.chainrule.job.Replay.Agreement;
import dev.chainrule.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The way that a job took over two parameters, found by training it again.
 *
 * @param id of the job
 * @param epochs the last one that the path reaches
 * @param verified whether the epoch whose parameters the job's version has came to the same ones, by their SHA-256
 * @param note why it is not verified; null if it is
 */
record JobPath(UUID id, int epochs, boolean verified, String note, @JsonIgnore List<Point> points) {

    /** Where the two parameters were after an epoch; 0: before the first. */
    record Point(int epoch, double x, double y) {}

    static JobPath of(UUID id, Replay.Replayed replayed, List<Point> points) {
        return new JobPath(
                id,
                replayed.epochs(),
                replayed.agreement() == Agreement.SAME_BITS,
                switch (replayed.agreement()) {
                    case SAME_BITS -> null;
                    case OTHER_BITS -> "the parameters came out other than those of the job's version: another release"
                            + " of the service trained it";
                    case NO_VERSION -> "the job has no version that the parameters could be compared with";
                },
                points);
    }

    /** Keeps so many epochs that they can be told apart in a picture, evenly spaced, the first and the last among them. */
    static final class Recorder implements Replay.Spectator {
        static final int MOST = 500;

        private final int x;
        private final int y;
        private final List<Point> points = new ArrayList<>();

        /** Positions of the two parameters. */
        Recorder(int x, int y) {
            this.x = x;
            this.y = y;
        }

        @Override
        public void epoch(int epoch, int last, Matrix parameters) {
            if (epoch == wanted(points.size(), last)) {
                points.add(new Point(epoch, parameters.get(0, x), parameters.get(0, y)));
            }
        }

        /** The n-th epoch that is kept. */
        private static long wanted(int n, int last) {
            return last < MOST ? n : Math.round((double) n * last / (MOST - 1));
        }

        List<Point> points() {
            return points;
        }
    }
}
