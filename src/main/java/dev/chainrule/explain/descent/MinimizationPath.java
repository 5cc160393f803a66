package dev.chainrule.explain.descent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The path of a minimisation, which may have far more points than the answer. During the run every point is kept whose step is a multiple of
 * a stride, and the stride doubles when there are too many.
 */
final class MinimizationPath {
    /** How many times more points are kept than wanted, so that the chosen ones are nearly evenly spaced. */
    private static final int SPARE = 4;

    /** A path with fewer points is never thinned, however few are wanted. */
    private static final int FEW = 256;

    private final int maxPoints;
    private List<PathPoint> kept = new ArrayList<>();
    private int stride = 1;

    /** @param maxPoints at least 2: the first and the last */
    MinimizationPath(int maxPoints) {
        this.maxPoints = maxPoints;
    }

    /** Whether the point after this step is added. */
    boolean wants(int step) {
        return step % stride == 0;
    }

    /** Adds a point that is wanted. */
    void add(PathPoint point) {
        kept.add(point);
        if (kept.size() >= Math.max(FEW, SPARE * maxPoints)) {
            stride *= 2;
            kept = new ArrayList<>(kept.stream().filter(each -> wants(each.step())).toList());
        }
    }

    /** At most as many points as wanted, evenly spaced from the first to this one, which is the last. */
    List<PathPoint> until(PathPoint last) {
        var whole = new ArrayList<>(kept);
        if (whole.getLast().step() != last.step()) {
            whole.add(last);
        }
        if (whole.size() <= maxPoints) {
            return List.copyOf(whole);
        }
        double gap = (whole.size() - 1.0) / (maxPoints - 1);
        return IntStream.range(0, maxPoints).mapToObj(i -> whole.get((int) Math.round(i * gap))).toList();
    }
}
