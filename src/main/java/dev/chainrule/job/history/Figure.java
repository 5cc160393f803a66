package dev.chainrule.job.history;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Scores;
import java.util.function.ToDoubleFunction;

/** What is measured of an epoch, in the order of the fields in JSON, of the columns in CSV and of the stored columns. */
public enum Figure {
    /**
     * Mean over the epoch's batches as they were trained, weighted by rows, without penalties; each row counts by its weight, if the
     * dataset or its class has one.
     */
    COST("cost", epoch -> epoch.training().cost()),
    /** Share of the rows whose class is predicted correctly; for classifications. */
    ACCURACY("accuracy", epoch -> epoch.training().accuracy()),
    /** Mean absolute error in the target's own unit; for regressions. */
    MAE("mae", epoch -> epoch.training().mae()),
    /** Coefficient of determination; for regressions. */
    R2("r2", epoch -> epoch.training().r2()),
    /** As {@link #COST}, of the rows that validate; classes have no weight here. */
    VALIDATION_COST("validationCost", ofValidation(Scores::cost)),
    VALIDATION_ACCURACY("validationAccuracy", ofValidation(Scores::accuracy)),
    VALIDATION_MAE("validationMae", ofValidation(Scores::mae)),
    VALIDATION_R2("validationR2", ofValidation(Scores::r2)),
    LEARNING_RATE("learningRate", EpochRecord::learningRate),
    /** Euclidean norm of the last batch's gradient before clipping. */
    GRADIENT_NORM("gradientNorm", EpochRecord::gradientNorm),
    /** Since the end of the previous epoch, or since the start; includes the validation and the recording of that epoch. */
    SECONDS("seconds", EpochRecord::seconds);

    static final int COUNT = values().length;

    private final String key;
    @SuppressWarnings("ImmutableEnumChecker")
    private final ToDoubleFunction<EpochRecord> measured;

    Figure(String key, ToDoubleFunction<EpochRecord> measured) {
        this.key = key;
        this.measured = measured;
    }

    private static ToDoubleFunction<EpochRecord> ofValidation(ToDoubleFunction<Scores> figure) {
        return epoch -> epoch.validation() == null ? Double.NaN : figure.applyAsDouble(epoch.validation());
    }

    /** Its name in JSON and in the header of CSV. */
    public String key() {
        return key;
    }

    /** NaN or ±∞ if it does not apply. */
    double of(EpochRecord epoch) {
        return measured.applyAsDouble(epoch);
    }
}
