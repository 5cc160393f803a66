/**
 * Reads ONNX files of dense layers and stores them as versions of models, which can then be used like versions that jobs trained.
 *
 * <p><b>An import, step by step.</b> {@code ImportController} calls {@code Imports}, which receives the file into a spool, reserves memory
 * for it and reads it as a computation. {@code GraphReader} reads the messages; a tensor stays where it is in the file's bytes.
 * {@code ChosenOutput} finds the tensor that holds the network's outputs, {@code NetworkReader} follows the graph from the input to it:
 * each Gemm or MatMul becomes a {@code DenseDraft}, and what is computed between two of them a {@code LayerSegment}, in which
 * {@code Recognition} finds the activation by its curve. {@code ImportedModel} makes a definition and a preprocessing of the result,
 * {@code ParameterRows} writes the parameters. One transaction locks or creates the model and publishes the version.
 *
 * <p><b>What a file may declare.</b> Every size in a file may be wrong. A view of a part of the file needs the bytes to be there
 * ({@code WireMessage}), a tensor's dimensions are multiplied without overflow and compared with its bytes ({@code TensorReader}), and
 * objects that are larger than their messages are counted ({@code Allowance}). The parameters are allocated after all that, once they are
 * reserved, so a file never takes more memory than follows from its length and from the limits of models.
 *
 * <p><b>Fold</b>: to make what a graph adds and multiplies a part of the weights and biases of the layer beside it. Numbers that nothing
 * is folded into keep their bits. <b>Steps</b>: additions and multiplications, a number for each column. Those before the first layer become
 * the preprocessing of the inputs, those after the last one, where the outputs are numbers, the scaling of the targets.
 *
 * <p>Nothing here writes to the database but through {@code Models} and {@code Versions}.
 */
@NullMarked
package dev.chainrule.imports;

import org.jspecify.annotations.NullMarked;
