package dev.chainrule.preprocessing;

/**
 * How a job wants its columns prepared.
 *
 * @param numeric for numeric features
 * @param targets for numeric targets; outputs are turned back into the target's unit
 */
public record PreprocessingSettings(
        Scaling numeric, CategoricalEncoding categorical, MissingValues missing, Scaling targets) {}
