package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The form in which a dataset was uploaded; it decides the default preprocessing of jobs. */
public enum UploadForm {
    /** CSV, or JSON with columns and rows. */
    @JsonProperty("table")
    TABLE,
    /** JSON with features and targets. */
    @JsonProperty("arrays")
    ARRAYS,
    /** IDX images and labels. */
    @JsonProperty("images")
    IMAGES,
    /** Made by a generator. */
    @JsonProperty("generator")
    GENERATOR
}
