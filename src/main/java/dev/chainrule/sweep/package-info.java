/**
 * Sweeps: a grid of settings, each trained with one seed or several, as jobs that are submitted, ranked and cancelled as one.
 *
 * <p>Uses {@code job} through {@link dev.chainrule.job.SweepJobs}, and {@code content} for hashes, {@code paging}, {@code request},
 * {@code problem}.
 */
package dev.chainrule.sweep;
