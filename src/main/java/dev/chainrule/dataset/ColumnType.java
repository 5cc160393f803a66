package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the values of a column are. */
public enum ColumnType {
    /** Finite numbers. */
    @JsonProperty("numeric")
    NUMERIC,
    /** One of a set of texts. */
    @JsonProperty("categorical")
    CATEGORICAL
}
