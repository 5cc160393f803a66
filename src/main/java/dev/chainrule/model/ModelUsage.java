package dev.chainrule.model;

import java.util.UUID;

/** Whoever uses models says here which ones must stay; the arrows between the packages forbid to ask it directly. */
public interface ModelUsage {
    /** Whether a live job trains this model. Called inside the transaction that would delete it. */
    boolean isInUse(UUID modelId);
}
