package dev.chainrule.explain.surface;

import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cost over two parameters.
 *
 * @param version a number, or {@code "initial"}
 * @param dataset if it gave the rows
 * @param rows number of rows; the cost is their mean
 * @param job whose path is shown
 * @param path of the job, epoch by epoch
 * @param unknownValues of features, by column; none where training knew all of them
 * @param warnings of columns that are not used, and where the job's path does not belong to the surface
 */
record CostSurfaceView(
        String model,
        Object version,
        @Nullable String dataset,
        int rows,
        GridAxis x,
        GridAxis y,
        List<Surface> surfaces,
        @Nullable JobPath job,
        @Nullable List<JobPath.EpochPoint> path,
        List<UnknownValues> unknownValues,
        List<DatasetWarning> warnings) {

    /**
     * The cost with one loss, without penalties.
     *
     * @param loss its name; {@code "cost"} where the model ends in another node
     * @param costs rows by y, columns by x; written as null where they are not finite
     * @param minimum the lowest point, the first of equals; without one no cost is finite
     * @param maximum the highest point, likewise
     */
    record Surface(String loss, double[][] costs, @Nullable SurfacePoint minimum, @Nullable SurfacePoint maximum) {

        static Surface of(String loss, double[][] costs, GridAxis x, GridAxis y) {
            @Nullable
            SurfacePoint minimum = null;
            @Nullable
            SurfacePoint maximum = null;
            for (int i = 0; i < costs.length; i++) {
                for (int j = 0; j < costs[i].length; j++) {
                    double cost = costs[i][j];
                    if (Double.isFinite(cost)) {
                        if (minimum == null || cost < minimum.cost()) {
                            minimum = new SurfacePoint(x.values()[j], y.values()[i], cost);
                        }
                        if (maximum == null || cost > maximum.cost()) {
                            maximum = new SurfacePoint(x.values()[j], y.values()[i], cost);
                        }
                    }
                }
            }
            return new Surface(loss, costs, minimum, maximum);
        }
    }

    record SurfacePoint(double x, double y, double cost) {}
}
