package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A misspelled name gets the known name that was meant, and none if no known name is near. */
class NearestNameTest {
    private static final List<String> KNOWN =
            List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay", "units", "activation", "epochs");

    @ParameterizedTest
    @CsvSource({"lr, learningRate", "learning_rate, learningRate", "LearningRate, learningRate",
        "learningrte, learningRate",
        "eps, epsilon", "unit, units", "unitz, units", "wd, weightDecay", "activations, activation", "beta_2, beta2",
        "epoch, epochs"})
    void misspelledNameHasASuggestion(String given, String meant) {
        assertThat(NearestName.of(given, KNOWN)).contains(meant);
        assertThat(NearestName.hint(given, KNOWN)).isEqualTo(" (did you mean " + meant + "?)");
    }

    @ParameterizedTest
    @CsvSource({"val_loss, validationCost", "loss, cost", "valCost, validationCost", "val_acc, validationAccuracy",
        "mse, mean_squared_error", "mae, mean_absolute_error"})
    void nameOfAnotherLibraryHasTheNameOfTheSame(String given, String meant) {
        var known =
                List.of("cost", "validationCost", "validationAccuracy", "mean_squared_error", "mean_absolute_error");

        assertThat(NearestName.of(given, known)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "x", "momentum", "kernel", "optimizer", "\u00e4\u00f6\u00fc"})
    void unrelatedNameHasNoSuggestion(String given) {
        assertThat(NearestName.of(given, KNOWN)).isEmpty();
        assertThat(NearestName.hint(given, KNOWN)).isEmpty();
    }

    @Test
    void veryLongNameHasNoSuggestion() {
        assertThat(NearestName.of("units".repeat(1000), KNOWN)).isEmpty();
    }
}
