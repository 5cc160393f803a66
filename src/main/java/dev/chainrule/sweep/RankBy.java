package dev.chainrule.sweep;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.chainrule.job.JobDraft.Accepted;
import dev.chainrule.job.history.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the jobs of a sweep are compared by: a figure of the epoch whose parameters were kept. */
enum RankBy {
    COST(Figure.COST, Of.ANY, false, false),
    ACCURACY(Figure.ACCURACY, Of.CLASSES, false, true),
    MAE(Figure.MAE, Of.NUMBERS, false, false),
    R2(Figure.R2, Of.NUMBERS, false, true),
    VALIDATION_COST(Figure.VALIDATION_COST, Of.ANY, true, false),
    VALIDATION_ACCURACY(Figure.VALIDATION_ACCURACY, Of.CLASSES, true, true),
    VALIDATION_MAE(Figure.VALIDATION_MAE, Of.NUMBERS, true, false),
    VALIDATION_R2(Figure.VALIDATION_R2, Of.NUMBERS, true, true);

    /** Which tasks have the figure. */
    private enum Of {
        ANY,
        CLASSES,
        NUMBERS
    }

    private final Figure figure;
    private final Of of;
    private final boolean validation;
    private final boolean higherIsBetter;

    RankBy(Figure figure, Of of, boolean validation, boolean higherIsBetter) {
        this.figure = figure;
        this.of = of;
        this.validation = validation;
        this.higherIsBetter = higherIsBetter;
    }

    @JsonValue
    String key() {
        return figure.key();
    }

    Figure figure() {
        return figure;
    }

    boolean higherIsBetter() {
        return higherIsBetter;
    }

    static Optional<RankBy> named(String key) {
        return Arrays.stream(values()).filter(rankBy -> rankBy.key().equals(key)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(RankBy::key).toList();
    }

    /** What a sweep is ranked by if its request does not say it. */
    static RankBy byDefault(List<Accepted> jobs) {
        return jobs.stream().allMatch(Accepted::validates) ? VALIDATION_COST : COST;
    }

    /** Why these jobs cannot be ranked by it, if they cannot. */
    Optional<String> obstacle(List<Accepted> jobs) {
        if (validation && !jobs.stream().allMatch(Accepted::validates)) {
            return Optional.of("needs a validation: give the job one, or rank by cost, accuracy, mae or r2");
        }
        if (of == Of.CLASSES && !jobs.stream().allMatch(Accepted::decidesClasses)) {
            return Optional.of("is a figure of classification: rank a regression by a cost, mae or r2");
        }
        if (of == Of.NUMBERS && jobs.stream().anyMatch(Accepted::decidesClasses)) {
            return Optional.of("is a figure of regression: rank a classification by a cost or an accuracy");
        }
        var units =
                jobs.stream().map(validation ? Accepted::validationCostUnit : Accepted::costUnit).distinct().toList();
        if (of == Of.ANY && units.size() > 1) {
            return Optional
                    .of("must not be a cost, because the jobs measure different ones (" + String.join(", ", units)
                            + "): rank by an accuracy, mae or r2");
        }
        return Optional.empty();
    }
}
