package dev.chainrule.preprocessing;

/** How categories become numbers. */
public enum CategoricalEncoding {
    /** One column for each category: 1 for the rows of the category, 0 for others. */
    ONEHOT
}
