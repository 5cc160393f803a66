/**
 * Sweeps: a grid of settings, each point trained with one seed or several, as jobs that are submitted, ranked, paused and cancelled
 * together.
 *
 * <p><b>A {@code POST /sweeps}, step by step.</b> {@code SweepRequests} reads a {@code SweepDocument}, checks the {@code Grid} against
 * the job's body and reserves memory. In one transaction ({@code request.Submissions}), {@code SweepService} makes a job's body for
 * every point ({@code Grid.requests}) and has {@code job.SweepJobs} read them all. {@code GridFaults} adds their faults
 * to those of the sweep's own fields, each at the grid's value that causes it. {@code RankBy} checks that the jobs can be compared. The {@code Sweep} and all its jobs are inserted together,
 * or nothing is.
 *
 * <p>Points that have the same model or dataset share its JSON and the hash of it, by which {@code job.JobRequests} reads and stores it
 * once.
 *
 * <p>The row in {@code sweep} never changes. State, progress and ranking follow from the jobs ({@code SweepSummary}, {@code Ranking});
 * a command locks and changes all jobs that it applies to, in one transaction, in the order of their ids.
 *
 * <p>A sweep does not change which version a model serves: the rule {@code newest} leaves the versions of its jobs out
 * ({@code model.VersionChoice}), and the sweep only names the request that serves its best one ({@code serveBest}).
 *
 * <p><b>Axis</b>: a path into the job's body and the values that it takes. <b>Point</b>: one value for every axis. <b>Restart</b>: one
 * of several jobs of a point, which differ in the seed. <b>Rank</b>: the order by one figure of the epoch whose parameters were kept.
 */
@NullMarked
package dev.chainrule.sweep;

import org.jspecify.annotations.NullMarked;
