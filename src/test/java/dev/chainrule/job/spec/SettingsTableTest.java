package dev.chainrule.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.model.definition.TypedForm;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.network.LearningRateSchedule.Plateau;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.OptimizerDefinition.Adamw;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One table of settings reads and writes: what is written reads back to the same value, and every type has a name. */
class SettingsTableTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Faults faults = new Faults();

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    static Stream<String> optimizerNames() {
        return OptimizerJson.FORM.types().stream().map(type -> type.form().name());
    }

    @ParameterizedTest
    @MethodSource("optimizerNames")
    void anOptimizerWithItsDefaultsReadsBackAsWritten(String name) {
        var optimizer = OptimizerJson.FORM.read(json("'" + name + "'"), faults).orElseThrow();

        var written = OptimizerJson.FORM.write(optimizer);

        assertThat(written.path("type").stringValue()).isEqualTo(name);
        assertThat(OptimizerJson.FORM.read(written, faults)).contains(optimizer);
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void everyOptimizerHasAName() {
        assertThat(classes(OptimizerJson.FORM))
                .containsExactlyInAnyOrder(OptimizerDefinition.class.getPermittedSubclasses());
    }

    @Test
    void everyScheduleHasAName() {
        assertThat(classes(LearningRateScheduleJson.form(Monitor.COST)))
                .containsExactlyInAnyOrder(LearningRateSchedule.class.getPermittedSubclasses());
    }

    private static List<Class<?>> classes(TypedForm<?> form) {
        return form.types().stream().<Class<?>>map(TypedForm.Variant::type).toList();
    }

    @Test
    void everySettingIsReadAndWritten() {
        var given =
                json("""
                        {'type': 'adamw', 'learningRate': 0.5, 'beta1': 0.25, 'beta2': 0.75, 'epsilon': 0.125, 'weightDecay': 2.0}""");

        var optimizer = OptimizerJson.FORM.read(given, faults);

        assertThat(optimizer).contains(new Adamw(0.5, 0.25, 0.75, 0.125, 2));
        assertThat(OptimizerJson.FORM.write(optimizer.orElseThrow())).isEqualTo(given);
    }

    @Test
    void everySettingOfAScheduleIsReadAndWritten() {
        var given = json("""
                {'type': 'plateau', 'monitor': 'cost', 'factor': 0.5, 'patience': 3, 'minDelta': 0.25, \
                'minLearningRate': 0.125, 'warmupEpochs': 2}""");

        var schedule = LearningRateScheduleJson.read(given, 1, false, faults);

        assertThat(schedule).contains(new Plateau(Monitor.COST, 0.5, 3, 0.25, 0.125, 2));
        assertThat(LearningRateScheduleJson.write(schedule.orElseThrow())).isEqualTo(given);
    }

    @Test
    void everyFaultySettingIsNamedWithWhatIsAllowedAndWhatItIs() {
        var given = json("""
                {'type': 'adam', 'learningRate': -1, 'beta1': 1, 'beta2': '0.9', 'lr': 3}""");

        assertThat(OptimizerJson.FORM.read(given, faults)).isEmpty();

        assertThat(faults.found()).containsExactly(
                new FieldProblem("/learningRate", "must be a finite number greater than 0, but is -1"),
                new FieldProblem("/beta1", "must be at least 0 and less than 1, but is 1"),
                new FieldProblem("/beta2", "must be a number"),
                new FieldProblem("/lr", "is not a setting of adam (did you mean learningRate?); its settings are"
                        + " learningRate, beta1, beta2, epsilon"));
    }

    @Test
    void aMisspelledTypeIsNearTheOneThatWasMeant() {
        assertThat(OptimizerJson.FORM.read(json("'adem'"), faults)).isEmpty();

        assertThat(faults.found()).singleElement().extracting(FieldProblem::detail).asString()
                .startsWith("must be one of sgd, momentum,").endsWith("nadam (did you mean adam?)");
    }
}
