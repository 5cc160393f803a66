/**
 * Models, their trained versions, and what can be asked of these: predictions, evaluations, weights. {@code model.definition} reads what
 * users send.
 *
 * <p><b>A prediction, step by step.</b> {@code TrainedModelController} calls {@code Predictions}. {@code Versions} chooses the version that
 * the request names, or else the one that the model serves, and says why: {@code ChosenVersions} knows it from an earlier request, or
 * {@code VersionChoice} asks the database. {@code Versions} gives it from its cache, or reserves memory and loads it; a version never
 * changes. A {@code LoadedVersion} is shared by all requests and holds everything that depends on the version alone. {@code RowStream}
 * reads the rows token by token into {@code InputRows}, which encode each row as soon as it is complete; where anything is wrong,
 * {@code RawRows} reads the body again, as a tree, and notes every fault. The version computes {@code OutputRows}: outputs in the targets'
 * units, and classes. {@code PredictionView} writes them number by number. {@code VersionCalls} runs a small prediction on the request's
 * thread, a large one as a computation. An evaluation ({@code Evaluations}) streams a dataset's rows through the version instead.
 *
 * <p><b>Which version answers.</b> A request may name a version by a {@code VersionReference}: its number, an alias, or a rule. If it names
 * none, the model's {@code serves} does, which is a reference, too; a new model serves {@code newest}. {@code newest} leaves out what a
 * sweep's jobs trained, so a sweep alone does not change what is served by that rule; {@code best} compares all versions. What a
 * rule chose is kept for a second at most, and no longer than until a transaction of this process commits that may change it: each of them
 * calls {@code ChosenVersions.changing}.
 *
 * <p><b>Who writes.</b> {@code Models} inserts and deletes rows of {@code model}; {@code Serving} changes {@code serves} and
 * {@code aliases}; {@code Versions.publish}, in the transaction that ends a job, counts {@code last_version} up and inserts the
 * {@code model_version}; {@code Versions.delete} removes one, unless an alias names it, the model serves it by its number, or a live job starts from it;
 * {@code Models.delete} removes a model with its versions. Each of them locks the model's row first and reads it after that
 * ({@code Models.lock}), so that an alias never names a version that is gone. Nothing else changes a model or a version. A caller that
 * needs a model to stay locks its row ({@code lock}, {@code findOrCreate}); {@code delete} locks it, too, and asks every
 * {@code ModelUsage}, which {@code job} implements.
 *
 * <p>{@code StartVersions} gives versions to jobs that train them further: the caller locks the model's row while it finds one, and
 * {@code ModelUsage} then keeps it.
 *
 * <p><b>Version</b>: parameters, preprocessing and the epoch's metrics that one job published, numbered from 1; a number is never used
 * again. <b>Trained model</b>: a version in memory, ready to compute.
 */
@NullMarked
package dev.chainrule.model;

import org.jspecify.annotations.NullMarked;
