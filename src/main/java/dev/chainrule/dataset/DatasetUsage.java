package dev.chainrule.dataset;

import java.util.UUID;

/** A package that uses datasets says here which ones must be kept: the layers of the packages forbid to ask it directly. */
public interface DatasetUsage {
    /** Whether a live job needs the rows of this dataset. Called inside the transaction that would delete it. */
    boolean isInUse(UUID datasetId);
}
