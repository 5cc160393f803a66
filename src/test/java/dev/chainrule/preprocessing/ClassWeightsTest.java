package dev.chainrule.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Weights of classes are by a power of two less than 1. */
class ClassWeightsTest {
    private static final List<String> NAMES = List.of("cat", "dog", "emu");

    @Test
    void withoutWeightsAllClassesWeighTheSame() {
        assertThat(new ClassWeights.None().of(NAMES, new int[] {1, 2, 3})).containsExactly(0.5, 0.5, 0.5);
    }

    /** 12/(3·2), 12/(3·4) and 12/(3·6) are 2, 1 and ⅔; divided by 4. */
    @Test
    void balancedClassesWeighByTheInverseOfTheirRows() {
        assertThat(new ClassWeights.Balanced().of(NAMES, new int[] {2, 4, 6}))
                .containsExactly(new double[] {0.5, 0.25, 1 / 6.0}, within(1e-15));
    }

    /** 6/(2·2) and 6/(2·4) are 3/2 and 3/4; divided by 2. */
    @Test
    void classWithoutRowsHasNoWeightAndDoesNotCountAsAClass() {
        assertThat(new ClassWeights.Balanced().of(NAMES, new int[] {2, 0, 4})).containsExactly(0.75, 0, 0.375);
    }

    @Test
    void classThatIsNotNamedHasTheWeight1() {
        assertThat(new ClassWeights.Given(Map.of("dog", 3.0, "emu", 0.0)).of(NAMES, new int[] {1, 1, 1}))
                .containsExactly(0.25, 0.75, 0);
    }

    @Test
    void largestWeightsStayFinite() {
        assertThat(new ClassWeights.Given(Map.of("cat", Double.MAX_VALUE)).of(NAMES, new int[] {1, 1, 1})[0])
                .isEqualTo(Double.MAX_VALUE / Math.scalb(1.0, 1023) / 2);
    }
}
