package dev.chainrule.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.network.EarlyStopping;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.TrainingPlan;
import dev.chainrule.preprocessing.CategoricalEncoding;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.MissingValues;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Scaling;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Jobs may have 1000 epochs. */
class JobSpecJsonTest {
    private static final PreprocessingSettings SETTINGS = new PreprocessingSettings(
            Scaling.MINMAX, CategoricalEncoding.ONEHOT, MissingValues.ERROR, Scaling.STANDARD);

    private static final String EVERY_SETTING = """
            "epochs": 7, "batchSize": 5, "optimizer": {"type": "sgd", "learningRate": 0.5},
            "learningRateSchedule": {"type": "constant", "warmupEpochs": 2}, "shuffle": false, "seed": 9,
            "validation": {"fraction": 0.25},
            "preprocessing": {"numeric": "none", "categorical": "onehot", "missing": "mean", "targets": "minmax"},
            "clipNorm": 1.5, "classWeights": {"no": 2}, "stopAtCost": 0.125, "maxSeconds": 60,
            "earlyStopping": {"patience": 3, "minDelta": 0.25, "monitor": "cost", "restoreBest": false},
            "checkpointSeconds": 2, "priority": -5,
            "resumeFrom": {"job": "00000000-0000-0000-0000-000000000001", "epoch": 4},
            "callbackUrl": "https://example.com", "labels": {"a": "b"}""";

    private final JsonMapper json = JsonMapper.builder().build();
    private final JobSpecJson reader = new JobSpecJson(1000);
    private final Faults faults = new Faults();

    private JobSpec read(String settings) {
        return read(settings, Optional.empty());
    }

    private JobSpec read(String settings, Optional<StartPoint> start) {
        return reader.read(
                json.readValue("{" + settings + "}", JobDocument.class), start, new JobSpecJson.Defaults(SETTINGS, 42),
                faults);
    }

    private JobSpec accepted(String settings) {
        var spec = read(settings);
        assertThat(faults.found()).isEmpty();
        return spec;
    }

    private static String texts(int count, String value) {
        return IntStream.range(0, count).mapToObj(i -> "\"" + i + "\": " + value).collect(Collectors.joining(", "));
    }

    @Test
    void emptyRequestHasEveryDefault() {
        assertThat(accepted("")).isEqualTo(new JobSpec(
                100, 32, new OptimizerDefinition.Adam(0.001, 0.9, 0.999, 1e-8),
                new LearningRateSchedule.ConstantRate(0),
                true, 42, new Validation.NoValidation(), Optional.of(SETTINGS), OptionalDouble.empty(),
                new ClassWeights.None(),
                OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), Duration.ofSeconds(10), 0,
                Optional.empty(), Optional.empty(), Optional.empty(), Map.of()));
    }

    @Test
    void everyGivenSettingReplacesItsDefault() {
        var spec = accepted(EVERY_SETTING);

        assertThat(spec).isEqualTo(new JobSpec(
                7, 5, new OptimizerDefinition.Sgd(0.5), new LearningRateSchedule.ConstantRate(2), false, 9,
                new Validation.Fraction(0.25),
                Optional.of(new PreprocessingSettings(
                        Scaling.NONE, CategoricalEncoding.ONEHOT, MissingValues.MEAN, Scaling.MINMAX)),
                OptionalDouble.of(1.5), new ClassWeights.Given(Map.of("no", 2.0)), OptionalDouble.of(0.125),
                OptionalDouble.of(60), Optional.of(new EarlyStopping(Monitor.COST, 3, 0.25, false)),
                Duration.ofSeconds(2), -5, Optional.of(new ResumePoint(new UUID(0, 1), 4)),
                Optional.empty(), Optional.of("https://example.com"), Map.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        EVERY_SETTING, "", "\"batchSize\": \"full\", \"classWeights\": \"balanced\"",
        "\"validation\": {\"dataset\": \"other\"}, \"epochs\": 9",})
    void writtenSpecIsReadBackUnchanged(String settings) {
        var spec = accepted(settings);

        var written = reader.write(spec, "a model", "a dataset", Optional.of("other"));

        assertThat(written.path("model").stringValue()).isEqualTo("a model");
        assertThat(written.path("dataset").stringValue()).isEqualTo("a dataset");
        assertThat(reader.readStored(json.treeToValue(written, JobDocument.class))).isEqualTo(spec);
    }

    @Test
    void specThatStartsFromAVersionHasNoPreprocessingAndIsReadBackUnchanged() {
        var start = new StartPoint(3, "ab");

        var spec = read("\"startFrom\": {\"version\": \"newest\"}", Optional.of(start));

        assertThat(faults.found()).isEmpty();
        assertThat(spec.startFrom()).contains(start);
        assertThat(spec.preprocessing()).isEmpty();
        var written = reader.write(spec, "a model", "a dataset", Optional.empty());
        assertThat(written.path("startFrom").toString()).isEqualTo("{\"version\":3,\"weightsSha256\":\"ab\"}");
        assertThat(written.path("preprocessing").isNull()).isTrue();
        assertThat(reader.readStored(json.treeToValue(written, JobDocument.class))).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'startFrom': {}                                                             | /startFrom/version
            'startFrom': {'version': null}                                              | /startFrom/version
            'startFrom': {'version': 1.5}                                               | /startFrom/version
            'startFrom': {'version': 4294967297}                                        | /startFrom/version
            'startFrom': {'version': '3'}                                               | /startFrom/version
            'startFrom': {'version': 'No Alias'}                                        | /startFrom/version
            'startFrom': {'version': 3}, 'preprocessing': {}                            | /preprocessing
            """)
    void startThatNamesNoVersionOrHasAPreprocessingIsRefused(String settings, String pointer) {
        reader.check(json.readValue("{" + settings.replace('\'', '"') + "}", JobDocument.class), faults);

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly(pointer);
    }

    @Test
    void writtenSpecHasEveryFieldOfADocumentInItsOrder() {
        var fields = Stream.of(JobDocument.class.getRecordComponents()).map(RecordComponent::getName).toList();

        assertThat(reader.write(accepted(""), "a model", "a dataset", Optional.empty()).propertyNames())
                .containsExactlyElementsOf(fields);
    }

    /** Each value is the least or the most that is allowed. */
    @ParameterizedTest
    @ValueSource(strings = {
        "'epochs': 1", "'epochs': 1000", "'batchSize': 1", "'batchSize': 2147483647",
        "'checkpointSeconds': 0.1", "'checkpointSeconds': 86400", "'priority': -1000", "'priority': 1000",
        "'clipNorm': 4.9e-324", "'clipNorm': 1.7976931348623157e308", "'maxSeconds': 4.9e-324",
        "'stopAtCost': -1.7976931348623157e308", "'stopAtCost': 0",
        "'validation': {'fraction': 4.9e-324}", "'validation': {'fraction': 0.9999999999999999}",
        "'earlyStopping': {'patience': 1, 'minDelta': 0}", "'classWeights': {'a': 0}"})
    void valueAtItsLimitIsAccepted(String setting) {
        accepted(setting.replace('\'', '"'));
    }

    /** Each value is next to an allowed one, or not of the right type. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'epochs': 0                              | /epochs
            'epochs': 1001                           | /epochs
            'batchSize': 0                           | /batchSize
            'batchSize': 2147483648                  | /batchSize
            'batchSize': 2.5                         | /batchSize
            'batchSize': 'Full'                      | /batchSize
            'checkpointSeconds': 0.09999999999999999 | /checkpointSeconds
            'checkpointSeconds': 86400.00000000001   | /checkpointSeconds
            'priority': -1001                        | /priority
            'priority': 1001                         | /priority
            'priority': -2147483648                  | /priority
            'clipNorm': 0                            | /clipNorm
            'clipNorm': 1e999                        | /clipNorm
            'maxSeconds': 0                          | /maxSeconds
            'maxSeconds': 1e999                      | /maxSeconds
            'stopAtCost': 1e999                      | /stopAtCost
            'stopAtCost': -1e999                     | /stopAtCost
            'validation': {}                         | /validation
            'validation': {'fraction': 0.5, 'dataset': 'x'} | /validation
            'validation': {'fraction': 0}            | /validation/fraction
            'validation': {'fraction': 1}            | /validation/fraction
            'validation': {'dataset': 5}             | /validation/dataset
            'earlyStopping': {'patience': 0}         | /earlyStopping/patience
            'earlyStopping': {'minDelta': -4.9e-324} | /earlyStopping/minDelta
            'earlyStopping': {'minDelta': 1e999}     | /earlyStopping/minDelta
            'earlyStopping': {'monitor': 'validationCost'} | /earlyStopping/monitor
            'earlyStopping': {'monitor': 'mae'}      | /earlyStopping/monitor
            'classWeights': 'even'                   | /classWeights
            'classWeights': [1]                      | /classWeights
            'classWeights': {'a': -4.9e-324}         | /classWeights/a
            'classWeights': {'a': 1e999}             | /classWeights/a
            'classWeights': {'a': '1'}               | /classWeights/a
            'classWeights': {'a': null}              | /classWeights/a
            'classWeights': {'1': 2, '1.0': 2}       | /classWeights/1.0
            'preprocessing': {'numeric': 'log'}      | /preprocessing/numeric
            'preprocessing': {'categorical': 'x'}    | /preprocessing/categorical
            'preprocessing': {'missing': 'drop'}     | /preprocessing/missing
            'preprocessing': {'targets': 'log'}      | /preprocessing/targets
            'labels': {'a': null}                    | /labels/a
            """)
    void valueBeyondItsLimitIsOneFaultOfItsField(String setting, String pointer) {
        read(setting.replace('\'', '"'));

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly(pointer);
    }

    @Test
    void batchSizeFullIsAllRows() {
        assertThat(accepted("\"batchSize\": \"full\"").batchSize()).isEqualTo(TrainingPlan.FULL);
    }

    @ParameterizedTest
    @CsvSource({"0.1234, 123", "0.1235, 124", "0.1, 100", "86400, 86400000"})
    void checkpointSecondsAreRoundedToMilliseconds(String seconds, long milliseconds) {
        assertThat(accepted("\"checkpointSeconds\": " + seconds).checkpointEvery())
                .isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void patienceMinDeltaAndRestoreBestOfEarlyStoppingHaveDefaults() {
        assertThat(accepted("\"earlyStopping\": {}").earlyStopping())
                .contains(new EarlyStopping(Monitor.COST, 10, 0, true));
    }

    @Test
    void earlyStoppingMonitorsTheValidationIfThereIsOne() {
        assertThat(accepted("\"earlyStopping\": {}, \"validation\": {\"fraction\": 0.5}").earlyStopping())
                .contains(new EarlyStopping(Monitor.VALIDATION_COST, 10, 0, true));
        assertThat(accepted("\"earlyStopping\": {}, \"validation\": {\"dataset\": \"other\"}").earlyStopping())
                .contains(new EarlyStopping(Monitor.VALIDATION_COST, 10, 0, true));
    }

    @Test
    void validationByNameIsAnotherDataset() {
        assertThat(accepted("\"validation\": {\"dataset\": \"other\"}").validation())
                .isEqualTo(new Validation.Other("other"));
    }

    @Test
    void classWeightsAreBalancedOrByCanonicalNameInTheirOrder() {
        assertThat(accepted("\"classWeights\": \"balanced\"").classWeights()).isEqualTo(new ClassWeights.Balanced());
        assertThat(accepted("\"classWeights\": null").classWeights()).isEqualTo(new ClassWeights.None());
        assertThat(accepted("\"classWeights\": {\"b\": 2, \"1.0\": 3, \"a\": 0.5}").classWeights())
                .isInstanceOfSatisfying(
                        ClassWeights.Given.class,
                        given -> assertThat(given.weights()).containsExactly(
                                Map.entry("b", 2.0), Map.entry("1", 3.0), Map.entry("a", 0.5)));
    }

    @Test
    void classWeightsNameAtMost500Classes() {
        accepted("\"classWeights\": {" + texts(500, "1") + "}");

        read("\"classWeights\": {" + texts(501, "1") + "}");

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly("/classWeights");
    }

    @Test
    void labelsAreAtMost64() {
        assertThat(accepted("\"labels\": {" + texts(64, "\"x\"") + "}").labels()).hasSize(64);

        read("\"labels\": {" + texts(65, "\"x\"") + "}");

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactly("/labels");
    }

    @Test
    void labelsHaveNamesAndValuesOfAtMost255Characters() {
        var longest = "x".repeat(255);
        accepted("\"labels\": {\"%s\": \"%s\"}".formatted(longest, longest));

        read("\"labels\": {\"a\": \"%sx\", \"%sx\": \"b\"}".formatted(longest, longest));

        assertThat(faults.found()).extracting(FieldProblem::pointer)
                .containsExactlyInAnyOrder("/labels/a", "/labels/" + longest + "x");
    }

    @Test
    void everyFaultOfARequestIsFound() {
        read("""
                "epochs": 0, "batchSize": 0, "clipNorm": 0, "priority": 2000, "checkpointSeconds": 0,
                "optimizer": {"type": "adam", "beta1": 1, "beta2": -1}""");

        assertThat(faults.found()).extracting(FieldProblem::pointer).containsExactlyInAnyOrder(
                "/epochs", "/batchSize", "/clipNorm", "/priority", "/checkpointSeconds", "/optimizer/beta1",
                "/optimizer/beta2");
    }
}
