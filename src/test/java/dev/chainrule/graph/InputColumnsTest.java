package dev.chainrule.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Loss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputColumnsTest {
    private static final Input A = new Input("a", false, 2);
    private static final Input B = new Input("b", false, 1);
    private static final Input Y = new Input("y", true, 3);

    @Test
    void featuresAndTargetsAreNumberedEachFromZero() {
        var graph = GraphDefinition.of(
                Precision.FLOAT64,
                List.of(A, Y, B, new Operation("p", new Concat(), "b", "a"),
                        new Operation("C", new LossOf(Loss.MEAN_SQUARED_ERROR), "y", "p")),
                Optional.empty());

        var columns = InputColumns.sideBySide(graph);

        assertThat(columns.inputs()).isEqualTo(3);
        assertThat(columns.outputs()).isEqualTo(3);
        assertThat(columns.of(A)).containsExactly(0, 1);
        assertThat(columns.of(B)).containsExactly(2);
        assertThat(columns.of(Y)).containsExactly(0, 1, 2);
    }

    @Test
    void inputIsAWholeRowIfItHasAllNumbersInTheirOrder() {
        assertThat(columns(2, 3, 0, 1).isWholeRow(A)).isTrue();
        assertThat(columns(2, 3, 1, 0).isWholeRow(A)).isFalse();
        assertThat(columns(3, 2, 0, 1).isWholeRow(A)).isFalse();
        assertThat(new InputColumns(2, 3, Map.of("y", new int[] {0, 1, 2})).isWholeRow(Y)).isTrue();
        assertThat(new InputColumns(3, 2, Map.of("y", new int[] {0, 1, 2})).isWholeRow(Y)).isFalse();
    }

    private static InputColumns columns(int inputs, int outputs, int... ofA) {
        return new InputColumns(inputs, outputs, Map.of("a", ofA));
    }

    @Test
    void inputWithoutItsColumnsIsRefused() {
        assertThatThrownBy(() -> columns(2, 1, 0).of(A)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"a\" must have 2 columns, but has 1");
        assertThatThrownBy(() -> columns(2, 1, 0).of(B)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"b\" must have 1 columns, but has 0");
    }
}
