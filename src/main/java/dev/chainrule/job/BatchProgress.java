package dev.chainrule.job;

/**
 * How far a run is in an epoch whose record is not stored yet: the run repeats what it trained of it if its replica is lost.
 *
 * @param epoch from 1
 * @param batch how many of the {@code batches} are trained
 */
record BatchProgress(int epoch, int batch, int batches) {}
