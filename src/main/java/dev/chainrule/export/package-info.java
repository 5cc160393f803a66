/**
 * Versions as files for other programs: ONNX, and weights with their preprocessing as JSON.
 *
 * <p><b>An export, step by step.</b> {@code ExportController} reads what is asked for. {@code Exports} loads the version, as a prediction
 * does, looks up its {@code Provenance}, and reserves what building the file takes. An {@code ExportedFile} is written twice: once to nothing,
 * for its length and its SHA-256, which is the ETag, and once to the client, by the request's own thread. So the bytes are never in memory as
 * a whole; an ONNX model holds one copy of the parameters, JSON none.
 *
 * <p><b>ONNX.</b> {@code OnnxExport} puts the parts together in {@code OnnxNodes}: {@code OnnxFeatures} make the network's inputs of raw
 * values, {@code OnnxLayers} or {@code OnnxOperations} compute its outputs with {@code OnnxActivations} and {@code OnnxLosses}, and
 * {@code OnnxTargets} turn these into the targets' units and into classes. Each switch over encoders, activations, operators and losses is
 * without a default: the compiler names what a new one needs. The version of the operator set is a promise to readers of files, which
 * {@code OnnxExport} alone knows.
 *
 * <p><b>Same bytes.</b> What is written depends on the version, on the release of the service, and on whether the version's job and its
 * dataset still exist; never on time or on the order of a map.
 *
 * <p><b>Nothing is written</b> to the database, and nothing is locked.
 */
@NullMarked
package dev.chainrule.export;

import org.jspecify.annotations.NullMarked;
