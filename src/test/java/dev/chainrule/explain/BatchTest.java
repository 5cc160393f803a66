package dev.chainrule.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The number of inputs that rows give to a model that leaves it open. */
class BatchTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[[1, 2, 3]]|3", "[{\"a\": 1, \"b\": 2}]|2", "[7]|1", "[[1], [1, 2]]|1"})
    void theFirstRowGivesTheNumberOfInputs(String rows, int inputs) {
        assertThat(Batch.inputs(JSON.readTree(rows))).hasValue(inputs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[]]", "[{}]", "{}", "1", "null"})
    void withoutAFirstRowTheNumberOfInputsStaysOpen(String rows) {
        assertThat(Batch.inputs(JSON.readTree(rows))).isEmpty();
        assertThat(Batch.inputs(null)).isEmpty();
    }
}
