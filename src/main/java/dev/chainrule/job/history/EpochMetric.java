package dev.chainrule.job.history;

/** What a chart of epochs shows: a figure of the training rows, and the same of the validation rows. */
public enum EpochMetric {
    COST("cost", Figure.COST, Figure.VALIDATION_COST),
    ACCURACY("accuracy", Figure.ACCURACY, Figure.VALIDATION_ACCURACY),
    MAE("mean absolute error", Figure.MAE, Figure.VALIDATION_MAE),
    R2("R²", Figure.R2, Figure.VALIDATION_R2);

    private final String label;
    private final Figure training;
    private final Figure validation;

    EpochMetric(String label, Figure training, Figure validation) {
        this.label = label;
        this.training = training;
        this.validation = validation;
    }

    String label() {
        return label;
    }

    Figure training() {
        return training;
    }

    Figure validation() {
        return validation;
    }
}
