package dev.chainrule.job.spec;

/**
 * A version of the job's model whose parameters the job starts with.
 *
 * @param weightsSha256 of the version
 */
public record StartPoint(int version, String weightsSha256) {}
