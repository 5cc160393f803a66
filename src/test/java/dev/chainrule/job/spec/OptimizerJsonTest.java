package dev.chainrule.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OptimizerJsonTest {
    private final JsonMapper json = JsonMapper.builder().build();
    private final Faults faults = new Faults();

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private JsonNode document(String optimizer) {
        return json.readTree(quoted(optimizer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'sgd'      | {'type': 'sgd', 'learningRate': 0.01}
            'momentum' | {'type': 'momentum', 'learningRate': 0.01, 'momentum': 0.9}
            'nesterov' | {'type': 'nesterov', 'learningRate': 0.01, 'momentum': 0.9}
            'adagrad'  | {'type': 'adagrad', 'learningRate': 0.01, 'epsilon': 1e-10}
            'adadelta' | {'type': 'adadelta', 'learningRate': 1.0, 'rho': 0.95, 'epsilon': 1e-6}
            'rmsprop'  | {'type': 'rmsprop', 'learningRate': 0.001, 'rho': 0.9, 'epsilon': 1e-8}
            'adam'     | {'type': 'adam', 'learningRate': 0.001, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8}
            'amsgrad'  | {'type': 'amsgrad', 'learningRate': 0.001, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8}
            'adamw'    | {'type': 'adamw', 'learningRate': 0.001, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8, 'weightDecay': 0.01}
            'adamax'   | {'type': 'adamax', 'learningRate': 0.002, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8}
            'nadam'    | {'type': 'nadam', 'learningRate': 0.002, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8, 'momentumDecay': 0.004}
            """)
    void nameAloneHasTheDefaultsOfItsPaper(String name, String written) {
        var optimizer = OptimizerJson.FORM.read(document(name), faults).orElseThrow();

        assertThat(faults.found()).isEmpty();
        assertThat(OptimizerJson.FORM.write(optimizer)).hasToString(document(written).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'sgd', 'learningRate': 2.0}
            {'type': 'momentum', 'learningRate': 2.0, 'momentum': 0.25}
            {'type': 'nesterov', 'learningRate': 2.0, 'momentum': 0.25}
            {'type': 'adagrad', 'learningRate': 2.0, 'epsilon': 3.0}
            {'type': 'adadelta', 'learningRate': 2.0, 'rho': 0.25, 'epsilon': 3.0}
            {'type': 'rmsprop', 'learningRate': 2.0, 'rho': 0.25, 'epsilon': 3.0}
            {'type': 'adam', 'learningRate': 2.0, 'beta1': 0.25, 'beta2': 0.5, 'epsilon': 3.0}
            {'type': 'amsgrad', 'learningRate': 2.0, 'beta1': 0.25, 'beta2': 0.5, 'epsilon': 3.0}
            {'type': 'adamw', 'learningRate': 2.0, 'beta1': 0.25, 'beta2': 0.5, 'epsilon': 3.0, 'weightDecay': 4.0}
            {'type': 'adamax', 'learningRate': 2.0, 'beta1': 0.25, 'beta2': 0.5, 'epsilon': 3.0}
            {'type': 'nadam', 'learningRate': 2.0, 'beta1': 0.25, 'beta2': 0.5, 'epsilon': 3.0, 'momentumDecay': 4.0}
            """)
    void everySettingIsReadAndWrittenTheSame(String given) {
        var optimizer = OptimizerJson.FORM.read(document(given), faults).orElseThrow();

        assertThat(faults.found()).isEmpty();
        assertThat(OptimizerJson.FORM.write(optimizer)).hasToString(document(given).toString());
    }

    /** Each value is the least or the most that is allowed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'sgd', 'learningRate': 4.9e-324}
            {'type': 'sgd', 'learningRate': 1.7976931348623157e308}
            {'type': 'momentum', 'momentum': 0}
            {'type': 'momentum', 'momentum': 0.9999999999999999}
            {'type': 'adadelta', 'rho': 0, 'epsilon': 4.9e-324}
            {'type': 'adam', 'beta1': 0, 'beta2': 0}
            {'type': 'adamw', 'weightDecay': 0}
            {'type': 'nadam', 'momentumDecay': 0}
            """)
    void valueAtItsLimitIsAccepted(String given) {
        assertThat(OptimizerJson.FORM.read(document(given), faults)).isPresent();
        assertThat(faults.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'sgd', 'learningRate': 0}            | /learningRate
            {'type': 'sgd', 'learningRate': 1e999}        | /learningRate
            {'type': 'momentum', 'momentum': 1}           | /momentum
            {'type': 'nesterov', 'momentum': -4.9e-324}   | /momentum
            {'type': 'adagrad', 'epsilon': 0}             | /epsilon
            {'type': 'adadelta', 'rho': 1}                | /rho
            {'type': 'rmsprop', 'epsilon': 1e999}         | /epsilon
            {'type': 'adam', 'beta1': 1}                  | /beta1
            {'type': 'amsgrad', 'beta2': 1}               | /beta2
            {'type': 'adamw', 'weightDecay': -4.9e-324}   | /weightDecay
            {'type': 'adamw', 'weightDecay': 1e999}       | /weightDecay
            {'type': 'nadam', 'momentumDecay': -1}        | /momentumDecay
            {'type': 'Adam'}                              | /type
            {}                                            | /type
            """)
    void valueBeyondItsLimitIsOneFaultAndNoOptimizer(String given, String pointer) {
        assertThat(OptimizerJson.FORM.read(document(given), faults)).isEmpty();
        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly(pointer);
    }

    @Test
    void settingsOfAnotherOptimizerAreFaultsAndNullsAreNot() {
        var read =
                OptimizerJson.FORM.read(document("{'type': 'sgd', 'momentum': 0.5, 'beta1': null, 'rho': 1}"), faults);

        assertThat(read).isEmpty();
        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly("/momentum", "/rho");
    }

    @Test
    void settingsOfAnUnknownOptimizerAreNotChecked() {
        assertThat(OptimizerJson.FORM.read(document("{'type': 'none', 'momentum': 0.5}"), faults)).isEmpty();

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly("/type");
    }
}
