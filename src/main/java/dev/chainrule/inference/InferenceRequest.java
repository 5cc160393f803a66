package dev.chainrule.inference;

import java.util.List;
import java.util.Optional;

/**
 * A request to infer, as it was read: nothing in it was compared with the model.
 *
 * @param id that the answer repeats
 * @param outputs that are asked for; empty: all
 * @param binaryOutput whether outputs are binary that do not say it themselves
 */
record InferenceRequest(
        Optional<String> id, List<Tensor> inputs, List<RequestedOutput> outputs, boolean binaryOutput) {
    InferenceRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
