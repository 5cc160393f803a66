package dev.chainrule.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The optimiser's learning rate is 0.5, and nothing validates. */
class LearningRateScheduleJsonTest {
    private static final boolean UNVALIDATED = false;
    private static final boolean VALIDATED = true;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Faults faults = new Faults();

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private JsonNode document(String schedule) {
        return json.readTree(quoted(schedule));
    }

    private Optional<LearningRateSchedule> read(String schedule, boolean validates) {
        return LearningRateScheduleJson.read(document(schedule), 0.5, validates, faults);
    }

    private static JsonNode written(LearningRateSchedule schedule) {
        return LearningRateScheduleJson.write(schedule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'constant'    | {'type': 'constant', 'warmupEpochs': 0}
            'step'        | {'type': 'step', 'warmupEpochs': 0, 'factor': 0.1, 'stepEpochs': 30}
            'exponential' | {'type': 'exponential', 'warmupEpochs': 0, 'decay': 0.95}
            'cosine'      | {'type': 'cosine', 'warmupEpochs': 0, 'minLearningRate': 0.0}
            'plateau'     | {'type': 'plateau', 'warmupEpochs': 0, 'factor': 0.1, 'minLearningRate': 0.0, 'monitor': 'cost', 'patience': 10, 'minDelta': 1e-4}
            """)
    void nameAloneHasItsDefaults(String name, String expected) {
        var schedule = read(name, UNVALIDATED).orElseThrow();

        assertThat(faults.found()).isEmpty();
        assertThat(written(schedule)).isEqualTo(document(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'constant', 'warmupEpochs': 2}
            {'type': 'step', 'warmupEpochs': 2, 'factor': 0.25, 'stepEpochs': 3}
            {'type': 'exponential', 'warmupEpochs': 2, 'decay': 0.25}
            {'type': 'cosine', 'warmupEpochs': 2, 'minLearningRate': 0.25, 'periodEpochs': 4}
            {'type': 'plateau', 'warmupEpochs': 2, 'factor': 0.75, 'minLearningRate': 0.25, 'monitor': 'validationCost', 'patience': 5, 'minDelta': 6.0}
            """)
    void everySettingIsReadAndWrittenTheSame(String given) {
        var schedule = read(given, VALIDATED).orElseThrow();

        assertThat(faults.found()).isEmpty();
        assertThat(written(schedule)).isEqualTo(document(given));
    }

    /** Each value is the least or the most that is allowed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'step', 'factor': 4.9e-324, 'stepEpochs': 1}
            {'type': 'step', 'factor': 0.9999999999999999}
            {'type': 'cosine', 'minLearningRate': 0.5, 'periodEpochs': 1}
            {'type': 'plateau', 'patience': 1, 'minDelta': 0, 'minLearningRate': 0.5}
            """)
    void valueAtItsLimitIsAccepted(String given) {
        assertThat(read(given, UNVALIDATED)).isPresent();
        assertThat(faults.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'constant', 'warmupEpochs': -1}                  | /warmupEpochs
            {'type': 'step', 'factor': 0}                             | /factor
            {'type': 'step', 'factor': 1}                             | /factor
            {'type': 'step', 'stepEpochs': 0}                         | /stepEpochs
            {'type': 'exponential', 'decay': 1}                       | /decay
            {'type': 'cosine', 'periodEpochs': 0}                     | /periodEpochs
            {'type': 'cosine', 'minLearningRate': -4.9e-324}          | /minLearningRate
            {'type': 'cosine', 'minLearningRate': 0.5000000000000001} | /minLearningRate
            {'type': 'plateau', 'patience': 0}                        | /patience
            {'type': 'plateau', 'minDelta': -4.9e-324}                | /minDelta
            {'type': 'plateau', 'minDelta': 1e999}                    | /minDelta
            {'type': 'plateau', 'monitor': 'validationCost'}          | /monitor
            {'type': 'plateau', 'monitor': 'accuracy'}                | /monitor
            {'type': 'Step'}                                          | /type
            {}                                                        | /type
            """)
    void valueBeyondItsLimitIsOneFaultAndNoSchedule(String given, String pointer) {
        assertThat(read(given, UNVALIDATED)).isEmpty();
        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly(pointer);
    }

    @Test
    void plateauMonitorsTheValidationIfThereIsOne() {
        assertThat(written(read("'plateau'", VALIDATED).orElseThrow()).path("monitor").stringValue())
                .isEqualTo("validationCost");
    }

    @Test
    void minLearningRateIsNotComparedWithARateThatHasFaults() {
        var given = document("{'type': 'cosine', 'minLearningRate': 1e300}");

        assertThat(LearningRateScheduleJson.read(given, Double.POSITIVE_INFINITY, UNVALIDATED, faults)).isPresent();
    }

    @Test
    void settingsOfAnotherScheduleAreFaultsAndNullsAreNot() {
        assertThat(read("{'type': 'step', 'decay': 0.5, 'patience': null, 'minDelta': 0}", UNVALIDATED)).isEmpty();

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly("/decay", "/minDelta");
    }
}
