package dev.chainrule.preprocessing;

/** What happens to the numbers of a column. */
public enum Scaling {
    /** Taken as they are. */
    NONE,
    /**
     * (x − mean)/standard deviation (of the population) over the training rows. A feature that is constant in them, but for rounding, is 0
     * for every value, as it is with {@link #MINMAX}: its weights are not trained.
     */
    STANDARD,
    /** (x − min)/(max − min) over the training rows. Pixels: x/255, whatever their range. */
    MINMAX
}
