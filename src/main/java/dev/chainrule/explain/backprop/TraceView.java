package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ParameterReference;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a trace.
 *
 * @param version without it: the initial parameters
 * @param cost without penalties
 * @param forward every node after its inputs
 * @param backward every node before its inputs
 * @param groups of parameters, for their blame
 * @param parameterCount numbers in all parameters of the model
 * @param chosen how many of them the request asks for
 * @param listed how many are in {@code parameters}
 * @param truncated whether these are fewer than {@code chosen}
 * @param unknownValues of features, by column; none where training knew all of them
 * @param notes what a reader must know to understand the rest
 */
record TraceView(
        String model, @Nullable Integer version, int rows, double cost, double learningRate, List<ForwardView> forward,
        List<BackwardView> backward, List<Blame.Group> groups, long parameterCount, long chosen, int listed,
        boolean truncated, List<ParameterView> parameters, List<UnknownValues> unknownValues, List<String> notes) {
    /**
     * @param type as in a model's definition
     * @param shape rows and columns
     * @param value unless it is left out
     */
    record ForwardView(String node, String type, List<String> inputs, int[] shape, double @Nullable [][] value) {}

    /**
     * @param upstream ∂C/∂node, unless the node has no gradient, or it is left out
     * @param inputs those that get a gradient
     */
    record BackwardView(String node, double @Nullable [][] upstream, List<HandedOn> inputs) {}

    /**
     * @param formula ∂node/∂input
     * @param localDerivative its value for every element, where an element depends on one element only
     * @param gradient ∂C/∂input, the sum over all its uses
     */
    record HandedOn(String node, String formula, double @Nullable [][] localDerivative,
            double @Nullable [][] gradient) {}

    /**
     * @param gradient the sum of the chains' products
     * @param blame share in the gradients of its group, from 0 to 1
     * @param step −learningRate·gradient
     * @param newValue value + step
     */
    record ParameterView(
            ParameterReference parameter, String name, double value, double gradient, double blame, double step,
            double newValue, List<Chain> chains) {}
}
