/**
 * Models, their trained versions, and what can be asked of these: predictions, evaluations, weights. {@code model.definition} reads what
 * users send.
 *
 * <p><b>A prediction, step by step.</b> {@code TrainedModelController} calls {@code Predictions}. {@code Versions} gives the version
 * from its cache, or reserves memory and loads it; a version never changes. {@code RawRows} reads the rows and encodes them with the
 * version's preprocessing; {@code network.Prediction} computes block by block; outputs are decoded into the targets' units and classes
 * into their names. A small prediction runs on the request's thread, a large one as a computation. An evaluation ({@code Evaluations})
 * streams a dataset's rows through the version instead.
 *
 * <p><b>Who writes.</b> {@code Models} inserts and deletes rows of {@code model}; {@code Versions.publish}, in the transaction that
 * ends a job, locks the model's row, counts {@code last_version} up and inserts the {@code model_version}; {@code Versions.delete}
 * removes one. Nothing else changes a model or a version. A caller that needs a model to stay locks its row ({@code hold},
 * {@code findOrCreate}); {@code delete} locks it, too, and asks every {@code ModelUsage}, which {@code job} implements.
 *
 * <p><b>Version</b>: parameters, preprocessing and the epoch's metrics that one job published, numbered from 1; a number is never used
 * again. <b>Trained model</b>: a version in memory, ready to compute.
 */
package dev.chainrule.model;
