package dev.chainrule.preprocessing;

/** What happens to the numbers of a column. */
public enum Scaling {
    /** Taken as they are. */
    NONE,
    /** (x − mean)/standard deviation (of the population) over the training rows; a constant column becomes 0. */
    STANDARD,
    /** (x − min)/(max − min) over the training rows; a constant column becomes 0. Pixels: x/255, whatever occurs. */
    MINMAX
}
