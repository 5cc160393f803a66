package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.Function;
import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Engine;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final int STEPS = 40;

    private static Bounds of(Operator operator, Bounds... inputs) {
        var names = Collections.nCopies(inputs.length, "x");
        return Bounds.of(new Operation("node", operator, names), Arrays.asList(inputs));
    }

    @Test
    void boundsOfOperatorsAreTheirIntervals() {
        var a = new Bounds(-1, 2);
        var b = new Bounds(0, 3);

        assertThat(of(Broadcast.ADD, a, b)).isEqualTo(new Bounds(-1, 5));
        assertThat(of(Broadcast.SUBTRACT, a, b)).isEqualTo(new Bounds(-4, 2));
        assertThat(of(Broadcast.ADD, a, new Bounds(1, 3))).isEqualTo(new Bounds(0, 5));
        assertThat(of(Broadcast.SUBTRACT, a, new Bounds(1, 3))).isEqualTo(new Bounds(-4, 1));
        assertThat(of(Broadcast.MULTIPLY, a, b)).isEqualTo(new Bounds(-3, 6));
        assertThat(of(Broadcast.DIVIDE, a, new Bounds(2, 4))).isEqualTo(new Bounds(-0.5, 1));
        assertThat(of(Broadcast.DIVIDE, a, new Bounds(-4, -2))).isEqualTo(new Bounds(-1, 0.5));
        assertThat(of(Broadcast.DIVIDE, a, b)).isEqualTo(Bounds.NONE);
        assertThat(of(Broadcast.DIVIDE, a, new Bounds(-3, 0))).isEqualTo(Bounds.NONE);
        assertThat(of(Broadcast.POWER, b, new Bounds(2, 2))).isEqualTo(new Bounds(0, 9));
        assertThat(of(Broadcast.POWER, a, b)).isEqualTo(Bounds.NONE);
        assertThat(of(new Concat(), a, b)).isEqualTo(new Bounds(-1, 3));
        assertThat(of(Reduction.MEAN, a)).isEqualTo(a);
    }

    @Test
    void infiniteBoundsGiveNoNan() {
        assertThat(of(Broadcast.MULTIPLY, new Bounds(0, 1), Bounds.NONE)).isEqualTo(Bounds.NONE);
        assertThat(of(Broadcast.MULTIPLY, Bounds.NONE, new Bounds(0, 1))).isEqualTo(Bounds.NONE);
        assertThat(of(Broadcast.DIVIDE, new Bounds(0, INFINITY), new Bounds(1, INFINITY))).isEqualTo(Bounds.NONE);
        assertThat(of(Broadcast.DIVIDE, new Bounds(1, 1), new Bounds(1, INFINITY))).isEqualTo(new Bounds(0, 1));
        assertThat(of(Function.LOG, Bounds.NONE)).isEqualTo(Bounds.NONE);
        assertThat(of(Function.EXP, Bounds.NONE)).isEqualTo(new Bounds(0, INFINITY));
    }

    @Test
    void constantIsBoundedByItsNumbers() {
        assertThat(Bounds.of(new Constant("c", new double[][] {{1, -2}, {0.5, 3}}), List.of()))
                .isEqualTo(new Bounds(-2, 3));
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void valuesOfActivationsLieWithinTheirBounds(Activation activation) {
        var bounds = of(new ActivationOf(activation), new Bounds(-2, 3));

        for (int i = 0; i <= STEPS; i++) {
            var z = Matrix.of(Precision.FLOAT64, new double[][] {{-2 + 5.0 * i / STEPS}});
            Engine.FLOAT64.activate(activation.elementwise().orElseThrow(), z, z);
            double a = z.get(0, 0);
            assertThat(a).isBetween(bounds.low(), bounds.high());
        }
    }
}
