package dev.chainrule.model.definition;

import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Footprint;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A model as its author described it, every default filled in. */
public sealed interface ModelDefinition permits LayeredModel, GraphModel {
    Precision precision();

    /** How many inputs the model has; empty: that follows from the dataset. */
    OptionalInt inputs();

    int outputs();

    /** What the outputs are measured by: it decides whether they are classes or numbers. */
    Loss loss();

    /** Those of a dataset's targets that go into a cross-entropy as they are, and so must be probabilities. */
    List<String> probabilities(List<String> targets);

    /** The activation of the outputs. */
    Activation outputActivation();

    /** The seed of a job that names none itself. */
    Optional<Long> seed();

    /** The model with initial parameters, for rows with this preprocessing. */
    Trainable initialize(Preprocessing preprocessing, long seed);

    /**
     * The model with trained parameters.
     *
     * @param parameters little-endian, in the model's precision, in pieces of any lengths
     */
    Trainable of(Preprocessing preprocessing, Iterator<byte[]> parameters);

    /** Weights and biases in all, counted in {@code long} so that huge sizes do not overflow. */
    long parameterCount(int inputs);

    /** What the model takes in memory with this number of inputs. */
    Footprint footprint(int inputs);

    /**
     * Floating-point operations to train on one sample: 2 a weight in the forward pass, 4 in the backward pass, none for the gradient of
     * the inputs.
     */
    long flopsPerSample(int inputs);
}
