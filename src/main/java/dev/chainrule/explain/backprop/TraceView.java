package dev.chainrule.explain.backprop;

import dev.chainrule.explain.ParameterReference;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;

/**
 * A trace as it is answered.
 *
 * @param version null: the model as it starts
 * @param cost without penalties
 * @param forward every node after all that go into it
 * @param backward every node before all that go into it
 * @param groups who shares the blame
 * @param parameterCount numbers in all parameters of the model
 * @param chosen how many of them were asked for
 * @param listed how many are in {@code parameters}
 * @param truncated whether these are fewer than were asked for
 * @param unknownValues of features, by column; none where training knew all of them
 * @param notes what is to be known to read the rest
 */
record TraceView(
        String model, Integer version, int rows, double cost, double learningRate, List<ForwardView> forward,
        List<BackwardView> backward, List<Blame.Group> groups, long parameterCount, long chosen, int listed,
        boolean truncated, List<ParameterView> parameters, List<UnknownValues> unknownValues, List<String> notes) {
    /**
     * @param type as in a model's definition
     * @param shape rows and columns
     * @param value null where it is left out
     */
    record ForwardView(String node, String type, List<String> inputs, int[] shape, double[][] value) {}

    /**
     * @param upstream ∂C/∂node; null where nothing comes back, or where it is left out
     * @param inputs those that a gradient is handed on to
     */
    record BackwardView(String node, double[][] upstream, List<HandedOn> inputs) {}

    /**
     * @param formula ∂node/∂input
     * @param localDerivative its value for every element, where an element depends on one element only; else null
     * @param gradient ∂C/∂input, all that comes back to it
     */
    record HandedOn(String node, String formula, double[][] localDerivative, double[][] gradient) {}

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
