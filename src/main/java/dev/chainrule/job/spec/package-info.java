/**
 * What a user sends to train: a job's settings in JSON, read into a validated spec and written back with every default filled in.
 *
 * <p>{@code JobSpecJson} reads a {@code JobDocument} into a {@code JobSpec} and notes every fault at its place in the request; after
 * a fault it continues with the default, so that one answer names all faults. The result is used only if there are none. Optimiser,
 * learning-rate schedule, early stopping and preprocessing have a table of their settings each ({@code OptimizerJson} and others), which
 * both reads and writes: see {@code model.definition.Settings}. The defaults that depend on the model and the dataset (preprocessing,
 * seed) come from the caller.
 *
 * <p>{@code JobSpecJson.write} is the way back: the stored {@code spec} of a job is a {@code JobDocument} in which nothing is left
 * out. It is read again by {@code readStored} when the job trains, so that a later release with other defaults trains the same.
 *
 * <p><b>Document</b>: the JSON form, in which most fields may be null. <b>Spec</b>: the checked form without nulls, from which
 * {@code JobSpec.plan} makes the engine's {@code TrainingPlan}. <b>Resume point</b>: a job and an epoch whose checkpoint another job
 * starts with. <b>Start point</b>: a version of the job's model whose parameters and preprocessing the job starts with; the caller chooses it.
 *
 * <p>A new setting of a job goes through {@code JobDocument}, {@code JobSpec}, both directions of {@code JobSpecJson} and, if it is
 * one of the engine, {@code TrainingPlan}. In {@code job}, {@code ResumedJobs} says whether a resumed job inherits it, and
 * {@code ResumeCheck} whether it may differ.
 */
@NullMarked
package dev.chainrule.job.spec;

import org.jspecify.annotations.NullMarked;
