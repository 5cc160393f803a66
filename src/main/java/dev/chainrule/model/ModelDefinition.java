package dev.chainrule.model;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.NetworkDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network as its author described it, every default filled in.
 *
 * @param inputs how many inputs the network has; empty: as many as the dataset gives
 * @param seed the seed of a job that names none itself
 */
public record ModelDefinition(
        Precision precision, OptionalInt inputs, List<LayerDefinition> layers, Loss loss, Optional<Long> seed) {
    public ModelDefinition {
        layers = List.copyOf(layers);
    }

    public int outputs() {
        return layers.getLast().units();
    }

    /** The network for a number of inputs. */
    public NetworkDefinition network(int inputs) {
        return new NetworkDefinition(precision, inputs, layers, loss);
    }

    /** Weights and biases in all, counted in {@code long} so that absurd sizes do not wrap round. */
    long parameterCount(int inputs) {
        long count = 0;
        long fanIn = inputs;
        for (var layer : layers) {
            count += fanIn * layer.units() + (layer.bias() ? layer.units() : 0);
            fanIn = layer.units();
        }
        return count;
    }

    /** Floating-point operations to train on one sample: 2 a weight forwards, 4 backwards, none back into the inputs. */
    long flopsPerSample(int inputs) {
        long flops = 0;
        long fanIn = inputs;
        boolean first = true;
        for (var layer : layers) {
            flops += (first ? 4 : 6) * fanIn * layer.units();
            fanIn = layer.units();
            first = false;
        }
        return flops;
    }
}
