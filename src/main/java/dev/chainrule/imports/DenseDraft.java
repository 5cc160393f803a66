package dev.chainrule.imports;

import dev.chainrule.budget.Computation;
import dev.chainrule.imports.Meaning.ForeignConstant;
import dev.chainrule.network.Activation;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer while the file's graph is read: z = x·W + b, W = r·α·w·c, where w are the file's numbers, r is a factor for each input and
 * c one for each unit. W is not stored; each of its elements is computed when it is written. Without factors W has the file's bits.
 */
final class DenseDraft {
    private final ForeignNode node;
    /** inputs × units. */
    private final ForeignConstant weights;
    private final double alpha;
    private double @Nullable [] rowFactors;
    private double @Nullable [] columnFactors;
    private double @Nullable [] biases;
    private Optional<Activation> activation = Optional.empty();

    DenseDraft(ForeignNode node, ForeignConstant weights, double alpha) {
        this.node = node;
        this.weights = weights;
        this.alpha = alpha;
    }

    ForeignNode node() {
        return node;
    }

    int inputs() {
        return weights.dims().getFirst();
    }

    int units() {
        return weights.dims().getLast();
    }

    boolean hasBiases() {
        return biases != null;
    }

    /** Whether the file's numbers need float64. */
    boolean isDouble() {
        return weights.elements() == ForeignType.DOUBLE;
    }

    /** Computes from k·x + o instead of x. To be called before anything else changes the layer. */
    void foldInput(Affine input) {
        if (input.isIdentity()) {
            return;
        }
        rowFactors = new double[inputs()];
        Arrays.setAll(rowFactors, input::factor);
        if (!input.hasOffset()) {
            return;
        }
        var sums = biases == null ? new double[units()] : biases;
        for (int i = 0; i < inputs(); i++) {
            Computation.checkpoint();
            double offset = input.offset(i);
            for (int j = 0; j < sums.length && offset != 0; j++) {
                sums[j] += offset * (alpha * weights.at(i, j));
            }
        }
        biases = sums;
    }

    /** z := z + offset. */
    void add(NumberVector offset) {
        // Not 0 + offset where there is no bias: −0 stays −0.
        if (biases == null) {
            biases = new double[units()];
            Arrays.setAll(biases, offset::at);
            return;
        }
        for (int j = 0; j < biases.length; j++) {
            biases[j] += offset.at(j);
        }
    }

    /** z := z·factor. */
    void scale(NumberVector factor) {
        if (columnFactors == null) {
            columnFactors = new double[units()];
            Arrays.fill(columnFactors, 1);
        }
        for (int j = 0; j < columnFactors.length; j++) {
            columnFactors[j] *= factor.at(j);
            if (biases != null) {
                biases[j] *= factor.at(j);
            }
        }
    }

    void activate(Activation found) {
        activation = Optional.of(found);
    }

    Activation activation() {
        return activation.orElseThrow();
    }

    double weight(int input, int unit) {
        double weight = weights.at(input, unit);
        if (alpha != 1) {
            weight *= alpha;
        }
        if (rowFactors != null) {
            weight *= rowFactors[input];
        }
        return columnFactors == null ? weight : weight * columnFactors[unit];
    }

    /** @throws NullPointerException if the layer has none */
    double bias(int unit) {
        return Objects.requireNonNull(biases)[unit];
    }

    /** Names the tensor of the weights. */
    String tensor() {
        return weights.tensor().name();
    }
}
