package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a column is for. */
public enum Role {
    /** An input of the network. */
    @JsonProperty("feature")
    FEATURE,
    /** What the network learns to predict. */
    @JsonProperty("target")
    TARGET,
    /** How much each row counts in training: numbers of at least 0, none missing. At most one column has this role. */
    @JsonProperty("weight")
    WEIGHT,
    /** Described, but neither checked nor stored: its values may be anything. */
    @JsonProperty("ignored")
    IGNORED
}
