package dev.chainrule.job.history;

import java.util.Optional;
import java.util.function.Function;

/** What is drawn of epochs: a figure of the training rows, and the same of the validation rows. */
public enum EpochMetric {
    COST("cost", EpochView::cost, EpochView::validationCost),
    ACCURACY("accuracy", EpochView::accuracy, EpochView::validationAccuracy),
    MAE("mean absolute error", EpochView::mae, EpochView::validationMae),
    R2("R²", EpochView::r2, EpochView::validationR2);

    private final String label;
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<EpochView, Double> training;
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<EpochView, Double> validation;

    EpochMetric(String label, Function<EpochView, Double> training, Function<EpochView, Double> validation) {
        this.label = label;
        this.training = training;
        this.validation = validation;
    }

    String label() {
        return label;
    }

    /** Empty where the figure does not apply, or is not finite. */
    Optional<Double> training(EpochView epoch) {
        return Optional.ofNullable(training.apply(epoch));
    }

    /** Likewise. */
    Optional<Double> validation(EpochView epoch) {
        return Optional.ofNullable(validation.apply(epoch));
    }
}
