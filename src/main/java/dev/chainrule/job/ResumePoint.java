package dev.chainrule.job;

import java.util.UUID;

/** An epoch of a job at whose end its state was kept. */
record ResumePoint(UUID job, int epoch) {}
