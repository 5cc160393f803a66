package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a column is for. */
public enum Role {
    /** An input of the network. */
    @JsonProperty("feature")
    FEATURE,
    /** What the network learns to give. */
    @JsonProperty("target")
    TARGET,
    /** Kept and shown, not used. */
    @JsonProperty("ignored")
    IGNORED
}
