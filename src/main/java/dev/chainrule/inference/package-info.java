/**
 * The Open Inference Protocol v2, by which the clients of KServe and Triton predict: JSON, and tensors in binary.
 *
 * <p><b>A request, step by step.</b> {@code InferenceController} takes any content type, because the clients send none. {@code
 * request.WholeBody} receives the body. {@code InferenceRequestReader} reads its JSON as a stream: each tensor of it becomes the bytes that
 * the binary extension would have sent ({@code JsonElements}), so that everything after that knows one form of a {@code Tensor}. What a
 * shape declares is compared with the bytes that are there before anything is allocated. {@code VersionInputs} gives each feature its
 * tensor and fills {@code model.InputRows} from them; the version predicts; {@code VersionOutputs} picks what is asked for, and {@code
 * InferenceAnswer} writes it, each output in JSON or in binary. Small requests are computed by their own thread, without the database.
 *
 * <p><b>Errors.</b> {@code problem} gives all errors under {@code /v2} the protocol's form, whatever refuses the request.
 *
 * <p>Nothing here writes to the database.
 *
 * <p><b>Tensor</b>: elements of one type in row-major order, with a shape whose first number is the rows. <b>Input</b>: a tensor of a
 * request: one column, or all columns of a model without categories. <b>Output</b>: a tensor of an answer.
 */
@NullMarked
package dev.chainrule.inference;

import org.jspecify.annotations.NullMarked;
