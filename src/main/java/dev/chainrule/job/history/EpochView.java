package dev.chainrule.job.history;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Scores;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An epoch as users see it; {@code null} where a figure does not apply. Epoch 0 is the untrained network.
 *
 * @param cost mean over the epoch's batches as they were trained, weighted by rows, without penalties; each row counts
 *     by its weight, if the dataset or its class gives it one. The same goes for validationCost, but that classes have no weight there
 * @param accuracy share of the rows whose class is right; for classes
 * @param mae mean absolute error in the target's own unit; for numbers
 * @param r2 coefficient of determination; for numbers
 * @param gradientNorm Euclidean norm of the last batch's gradient before clipping
 * @param seconds since the epoch before was over, or since the start: with validation, and with what it took to keep that one
 */
public record EpochView(
        int epoch,
        Double cost,
        Double accuracy,
        Double mae,
        Double r2,
        Double validationCost,
        Double validationAccuracy,
        Double validationMae,
        Double validationR2,
        Double learningRate,
        Double gradientNorm,
        Double seconds) {
    /** How many figures {@link #numbers} has. */
    public static final int FIGURES = 11;

    public static final String CSV_HEADER =
            "epoch,cost,accuracy,mae,r2,validationCost,validationAccuracy,validationMae,"
                    + "validationR2,learningRate,gradientNorm,seconds";

    private static final Scores NO_SCORES = new Scores(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    public static EpochView of(EpochRecord epoch) {
        var training = epoch.training();
        var validation = epoch.validation() == null ? NO_SCORES : epoch.validation();
        return of(epoch.epoch(), new double[] {
            training.cost(), training.accuracy(), training.mae(), training.r2(),
            validation.cost(), validation.accuracy(), validation.mae(), validation.r2(),
            epoch.learningRate(), epoch.gradientNorm(), epoch.seconds()
        });
    }

    /** The epoch with these figures, in the order of the components; NaN stands for null. */
    public static EpochView of(int epoch, double[] figures) {
        return new EpochView(
                epoch, orNull(figures[0]), orNull(figures[1]), orNull(figures[2]), orNull(figures[3]),
                orNull(figures[4]), orNull(figures[5]), orNull(figures[6]), orNull(figures[7]), orNull(figures[8]),
                orNull(figures[9]), orNull(figures[10]));
    }

    private static Double orNull(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }

    /** The figures in the order of the components, as {@link #of(int, double[])} takes them. */
    double[] numbers() {
        return new double[] {
            orNaN(cost), orNaN(accuracy), orNaN(mae), orNaN(r2), orNaN(validationCost), orNaN(validationAccuracy),
            orNaN(validationMae), orNaN(validationR2), orNaN(learningRate), orNaN(gradientNorm), orNaN(seconds)
        };
    }

    private static double orNaN(Double figure) {
        return figure == null ? Double.NaN : figure;
    }

    /** The cost by which epochs are compared: that of the validation, if there is one; infinite without any. */
    public double monitored() {
        var monitored = validationCost == null ? cost : validationCost;
        return monitored == null ? Double.POSITIVE_INFINITY : monitored;
    }

    /** The figures in the order of the components; null where there is none. */
    public Double[] figures() {
        return new Double[] {
            cost, accuracy, mae, r2, validationCost, validationAccuracy, validationMae, validationR2, learningRate,
            gradientNorm, seconds
        };
    }

    /** A line of CSV under {@link #CSV_HEADER}; empty where there is no figure. */
    public String csv() {
        return epoch
                + Arrays.stream(figures())
                        .map(figure -> figure == null ? "" : figure.toString())
                        .collect(Collectors.joining(",", ",", "\n"));
    }
}
