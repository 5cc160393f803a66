package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chainrule.network.Loss;
import dev.chainrule.network.Metric;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What outputs mean follows from the targets and the loss. */
class TaskTest {
    private static final Preprocessing THREE_CLASSES =
            targets(new ColumnEncoder.OneHot("y", List.of("a", "b", "c"), null, List.of()));
    private static final Preprocessing TWO_CLASSES = targets(new ColumnEncoder.Binary("y", List.of("no", "yes")));

    private static Preprocessing targets(ColumnEncoder... targets) {
        return new Preprocessing(List.of(new ColumnEncoder.Numeric("x", 0, 1, null)), List.of(targets));
    }

    private static Preprocessing numbers(int count) {
        return targets(IntStream.range(0, count)
                .mapToObj(i -> new ColumnEncoder.Numeric("y" + i, 0, 1.0 / (i + 2), null))
                .toArray(ColumnEncoder[]::new));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void categoriesAreClassesWhateverTheLoss(Loss loss) {
        assertThat(Task.of(THREE_CLASSES, loss)).isEqualTo(Task.MULTICLASS);
        assertThat(Task.of(TWO_CLASSES, loss)).isEqualTo(Task.BINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "MEAN_SQUARED_ERROR, 1, REGRESSION",
        "HALF_MEAN_SQUARED_ERROR, 3, REGRESSION",
        "MEAN_ABSOLUTE_ERROR, 1, REGRESSION",
        "HUBER, 2, REGRESSION",
        "BINARY_CROSS_ENTROPY, 1, BINARY",
        "BINARY_CROSS_ENTROPY, 3, MULTILABEL",
        "CATEGORICAL_CROSS_ENTROPY, 3, MULTICLASS"
    })
    void numbersAreProbabilitiesUnderACrossEntropy(Loss loss, int targets, Task task) {
        assertThat(Task.of(numbers(targets), loss)).isEqualTo(task);
    }

    @Test
    void theClassIsTheFirstOfTheLargestOutputs() {
        assertThat(Task.MULTICLASS.classOf(new double[] {0.1, 0.7, 0.2})).hasValue(1);
        assertThat(Task.MULTICLASS.classOf(new double[] {0.2, 0.4, 0.4})).hasValue(1);
        assertThat(Task.MULTICLASS.classOf(new double[] {-3, -2, -1})).hasValue(2);
    }

    @Test
    void outputOfOneHalfIsTheSecondClass() {
        assertThat(Task.BINARY.classOf(new double[] {0.5})).hasValue(1);
        assertThat(Task.BINARY.classOf(new double[] {Math.nextDown(0.5)})).hasValue(0);
    }

    @Test
    void nanOutputHasNoClass() {
        assertThat(Task.MULTICLASS.classOf(new double[] {Double.NaN, 1})).isEmpty();
        assertThat(Task.BINARY.classOf(new double[] {Double.NaN})).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MULTILABEL", "REGRESSION"})
    void multilabelAndRegressionHaveNoClass(Task task) {
        assertThat(task.decidesOneClass()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> task.classOf(new double[] {1}));
    }

    @Test
    void thereAreAsManyClassesAsOutputsOrTwo() {
        assertThat(Task.MULTICLASS.classes(THREE_CLASSES)).isEqualTo(3);
        assertThat(Task.BINARY.classes(TWO_CLASSES)).isEqualTo(2);
    }

    @Test
    void metricFollowsFromTheTask() {
        assertThat(Task.MULTICLASS.metric(THREE_CLASSES)).isEqualTo(new Metric.Multiclass());
        assertThat(Task.BINARY.metric(TWO_CLASSES)).isEqualTo(new Metric.Multilabel());
        assertThat(Task.MULTILABEL.metric(numbers(2))).isEqualTo(new Metric.Multilabel());
        assertThat(Task.REGRESSION.metric(numbers(2)))
                .isInstanceOfSatisfying(Metric.Regression.class,
                        numbers -> assertThat(numbers.outputScale()).containsExactly(2, 3));
    }
}
