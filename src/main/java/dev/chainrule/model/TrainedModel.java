package dev.chainrule.model;

import dev.chainrule.graph.Graph;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Network;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.EncodedColumn;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.List;

/** A version that is ready to compute with. */
public sealed interface TrainedModel {
    String name();

    int version();

    Trainable network();

    Preprocessing preprocessing();

    /** What its outputs are measured by. */
    Loss loss();

    /** The targets that go into a cross-entropy as they are, and so must be probabilities. */
    default List<String> probabilities() {
        var targets = preprocessing().encodedTargets();
        return switch (this) {
            case OfLayers layers when layers.loss().takesProbabilities() ->
                targets.stream().map(EncodedColumn::name).toList();
            case OfLayers _ -> List.of();
            case OfGraph graph -> EncodedColumn.names(targets, graph.network().crossEntropies().keySet());
        };
    }

    /** What this takes in memory. */
    default long bytes() {
        return network().footprint().atRest() + PreprocessingMemory.bytes(preprocessing());
    }

    /** A version of a stack of layers. */
    record OfLayers(String name, int version, Network network, Preprocessing preprocessing, Loss loss)
            implements
                TrainedModel {}

    /** A version of a computational graph. */
    record OfGraph(String name, int version, Graph network, Preprocessing preprocessing, Loss loss)
            implements
                TrainedModel {}
}
