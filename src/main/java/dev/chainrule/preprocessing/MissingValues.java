package dev.chainrule.preprocessing;

/** What happens to a missing value of a feature. */
public enum MissingValues {
    /** The mean of the training rows stands in; of a categorical column, the mean of its one-hot columns. */
    MEAN,
    /** The dataset is refused. */
    ERROR
}
