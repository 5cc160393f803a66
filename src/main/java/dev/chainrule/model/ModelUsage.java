package dev.chainrule.model;

import java.util.UUID;

/** Tells which models must not be deleted. Packages that use models implement it, because this package must not depend on them. */
public interface ModelUsage {
    /** Whether a live job trains this model. Called inside the transaction that would delete it. */
    boolean isInUse(UUID modelId);

    /** Whether a live job starts from this version. Called inside the transaction that would delete it. */
    boolean isInUse(UUID modelId, int version);
}
