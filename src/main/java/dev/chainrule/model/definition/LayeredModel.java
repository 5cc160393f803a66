package dev.chainrule.model.definition;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Footprint;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A stack of layers.
 *
 * @param inputs how many inputs the network has; empty: as many as the dataset gives
 */
public record LayeredModel(
        Precision precision, OptionalInt inputs, List<LayerDefinition> layers, Loss loss, Optional<Long> seed)
        implements
            ModelDefinition {
    public LayeredModel {
        layers = List.copyOf(layers);
    }

    @Override
    public int outputs() {
        return layers.getLast().units();
    }

    @Override
    public List<String> probabilities(List<String> targets) {
        return loss.takesProbabilities() ? targets : List.of();
    }

    @Override
    public Activation outputActivation() {
        return layers.getLast().activation();
    }

    /** The network for a number of inputs. */
    public NetworkDefinition network(int inputs) {
        return new NetworkDefinition(precision, inputs, layers, loss);
    }

    @Override
    public Network initialize(Preprocessing preprocessing, long seed) {
        return Network.initialize(network(preprocessing.inputs()), seed);
    }

    @Override
    public Network of(Preprocessing preprocessing, Iterator<byte[]> parameters) {
        return Network.of(network(preprocessing.inputs()), parameters);
    }

    @Override
    public long parameterCount(int inputs) {
        long count = 0;
        long fanIn = inputs;
        for (var layer : layers) {
            count += fanIn * layer.units() + (layer.bias() ? layer.units() : 0);
            fanIn = layer.units();
        }
        return count;
    }

    @Override
    public Footprint footprint(int inputs) {
        return Footprint.of(precision, inputs, layers);
    }

    @Override
    public long flopsPerSample(int inputs) {
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
