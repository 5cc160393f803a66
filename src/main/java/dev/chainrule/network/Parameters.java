package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One number for each parameter of a network, as one flat row and as views of it by layer: the parameters themselves,
 * or their gradient.
 *
 * <p>Order: layer after layer, each its weights (inputs × units, row-major), then its biases.
 */
final class Parameters {
    private final Matrix flat;
    private final List<Matrix> weights = new ArrayList<>();
    private final List<Matrix> biases = new ArrayList<>();
    private final int[] starts;

    /** All zero. */
    Parameters(NetworkDefinition definition) {
        this(definition, Matrix.zeros(definition.precision(), 1, definition.parameterCount()));
    }

    /** @param flat 1 × the definition's number of parameters: holds them */
    Parameters(NetworkDefinition definition, Matrix flat) {
        this.flat = flat;
        starts = new int[definition.layers().size()];
        int offset = 0;
        for (int l = 0; l < definition.layers().size(); l++) {
            var layer = definition.layers().get(l);
            int fanIn = definition.fanIn(l);
            starts[l] = offset;
            weights.add(flat.view(offset, fanIn, layer.units()));
            offset += fanIn * layer.units();
            int biasCount = layer.bias() ? layer.units() : 0;
            biases.add(flat.view(offset, 1, biasCount));
            offset += biasCount;
        }
    }

    /** 1 × all parameters. */
    Matrix flat() {
        return flat;
    }

    /** inputs × units. */
    Matrix weights(int layer) {
        return weights.get(layer);
    }

    /** 1 × units, or 1 × 0 for a layer without bias. */
    Matrix biases(int layer) {
        return biases.get(layer);
    }

    /** Where a layer's weights start in {@link #flat()}; its biases follow them. */
    int start(int layer) {
        return starts[layer];
    }

    /** The spans of all weights. */
    List<Trainable.Span> weightSpans() {
        return IntStream.range(0, starts.length)
                .mapToObj(l -> new Trainable.Span(starts[l], weights.get(l).size()))
                .toList();
    }
}
