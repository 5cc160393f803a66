package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In which form a dataset came; it decides how a job preprocesses it unless the job says so itself. */
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
