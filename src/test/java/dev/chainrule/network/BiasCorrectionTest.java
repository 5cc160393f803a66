package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasCorrectionTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.9, 0.99, 0.999, 0.99999})
    void biasCorrectionIsWithinOneUlpNearBetaOne(double beta) {
        for (int t = 1; t <= 3000; t++) {
            double exact = BigDecimal.ONE.subtract(new BigDecimal(beta).pow(t, new MathContext(60))).doubleValue();

            assertThat(Math.abs(BiasCorrection.of(beta, t) - exact)).as("t = %d", t)
                    .isLessThanOrEqualTo(Math.ulp(exact));
        }
    }
}
