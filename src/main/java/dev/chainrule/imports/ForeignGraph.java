package dev.chainrule.imports;

import java.util.List;
import java.util.Map;

/**
 * What a file holds.
 *
 * @param nodes in the file's order
 * @param constants tensors of the file by name
 * @param inputs those that are not constants
 * @param opset version of ONNX's own operators
 */
record ForeignGraph(
        List<ForeignNode> nodes, Map<String, ForeignTensor> constants, List<ForeignValue> inputs,
        List<ForeignValue> outputs, int opset) {}
