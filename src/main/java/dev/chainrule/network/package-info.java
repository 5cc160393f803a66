/**
 * Dense neural networks: their definition, forward and backward passes, optimisers and the training loop, written once for both
 * precisions.
 *
 * <p><b>Definition.</b> {@code NetworkDefinition} is a list of {@code LayerDefinition}s with a {@code Loss}; {@code TrainingPlan} says how
 * to train. All are records that validate themselves. A {@code Network} is a definition with its parameters: one flat row
 * ({@code Trainable.parameters}), layer after layer its weights (inputs × units), then its biases; the matrices of layers are views of it.
 *
 * <p><b>Data flow of a batch.</b> {@code Samples.gather} copies its rows into x (batch × inputs) and y (batch × outputs). For each
 * {@code DenseLayer}: z = x·W + b and a = f(z), both batch × units, with a mask if units are dropped; a is the next layer's x. The cost
 * is the mean over rows or elements ({@code Loss}). Backward, δ = ∂C/∂z (batch × units): dW = xᵀ·δ, db = column sums of δ, and δ·Wᵀ,
 * times f′(z), is the δ of the layer before. A loss after its matching activation is computed from z in one step
 * ({@code Loss.isFusedWith}). {@code Optimizer} then changes the flat row; where the gradient's norm is not needed, it updates each
 * part of a layer during the backward pass.
 *
 * <p><b>{@code Training.run}, step by step.</b> Epoch 0 measures the untrained network. Each epoch: {@code LearningRates} gives the rate,
 * the seed and the epoch give the order of the rows, {@code BatchGradient} computes each batch's gradient ({@code SmallBatchGradient} for
 * tiny networks, {@code MicroBatchedGradient} otherwise, in blocks of 1,024 rows), {@code MetricAccumulator} adds up the scores,
 * {@code Evaluator} measures the validation rows in blocks of 256. The {@code EpochRecord} goes to the {@code TrainingListener}, which may
 * take a {@code TrainingState}. The run ends with an {@code Outcome}; an epoch that was cut short or diverged is undone.
 *
 * <p><b>Bits.</b> The same definition, plan, samples and seed give the same parameters to the bit, with any kernels and any number of
 * threads ({@code ReproducibilityTest}), and from a {@code TrainingState} as without an interruption ({@code ResumedTrainingTest}).
 * Random numbers come from {@code RandomStream}, derived from (seed, purpose, index), so that no generator state is stored. The sizes
 * of blocks are part of the result: to change one changes bits.
 *
 * <p><b>Threads and memory.</b> One thread drives a run; {@code matrix} shares out its operations. Almost all memory is taken before
 * the first batch ({@code TrainingMemory}, computed from shapes); the batch loop allocates nothing ({@code AllocationTest}).
 *
 * <p><b>To add</b> an activation: a constant of {@code Activation}, its function in {@code matrix.kernel}. A loss: a constant of
 * {@code Loss} and its {@code CostFunction}. An optimiser or a setting of one: the record in {@code OptimizerDefinition} with the default
 * and its source, the rule in {@code Optimizer}, the arithmetic in {@code matrix.OptimizerSteps}; what it remembers between two steps is
 * part of {@code TrainingState}. A schedule: a record in {@code LearningRateSchedule} and its formula in {@code LearningRates}. The whole
 * lists, with tests: {@code src/docs/architecture.md}.
 *
 * <p>The package knows nothing of jobs, Spring or JSON: a caller passes in {@code Samples} and listens through a
 * {@code TrainingListener}.
 */
@NullMarked
package dev.chainrule.network;

import org.jspecify.annotations.NullMarked;
