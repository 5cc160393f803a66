package dev.chainrule.preprocessing;

/** How categories become numbers. */
public enum CategoricalEncoding {
    /** One column for each category: 1 where the row is of it, 0 elsewhere. */
    ONEHOT
}
