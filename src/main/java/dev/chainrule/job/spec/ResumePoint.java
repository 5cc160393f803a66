package dev.chainrule.job.spec;

import java.util.UUID;

/** An epoch of a job at whose end its state was kept. */
public record ResumePoint(UUID job, int epoch) {}
