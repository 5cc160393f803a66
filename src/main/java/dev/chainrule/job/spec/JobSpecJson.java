package dev.chainrule.job.spec;

import static dev.chainrule.network.NumberRule.NOT_NEGATIVE;
import static dev.chainrule.network.NumberRule.POSITIVE;

import dev.chainrule.dataset.Category;
import dev.chainrule.job.spec.JobDocument.ResumeDocument;
import dev.chainrule.job.spec.JobDocument.StartDocument;
import dev.chainrule.job.spec.JobDocument.ValidationDocument;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.definition.Form;
import dev.chainrule.network.EarlyStopping;
import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.TrainingPlan;
import dev.chainrule.preprocessing.CategoricalEncoding;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.MissingValues;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Scaling;
import dev.chainrule.problem.Faults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a job's JSON form into its spec and back, and names every fault on the way. */
public class JobSpecJson {
    static final int DEFAULT_EPOCHS = 100;
    static final int DEFAULT_BATCH_SIZE = 32;

    private static final String ADAM = "adam";

    /** For fields whose objects have a type: the one that a job has where the field is left out. */
    public static final Map<String, String> DEFAULT_TYPES =
            Map.of("optimizer", ADAM, "learningRateSchedule", "constant");

    private static final OptimizerDefinition DEFAULT_OPTIMIZER =
            OptimizerJson.FORM.read(JsonNodeFactory.instance.stringNode(ADAM), new Faults()).orElseThrow();

    static final double DEFAULT_CHECKPOINT_SECONDS = 10;
    private static final double MIN_CHECKPOINT_SECONDS = 0.1;
    private static final double MAX_CHECKPOINT_SECONDS = 86_400;
    private static final double MILLISECONDS = 1000;
    /** Higher is earlier. */
    private static final Form<Integer> PRIORITY = Form.integer(-1000, 1000);

    private static final String FULL = "full";
    private static final String BALANCED = "balanced";
    public static final String START_FROM = "startFrom";

    /** Their names, with each character escaped, fit the column in which a spec is stored. */
    private static final int MAX_CLASS_WEIGHTS = 500;

    private static final int MAX_LABELS = 64;
    private static final int MAX_LABEL_LENGTH = 255;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Stands in for defaults that are not used: a stored document leaves nothing out, and a check drops what it has read. */
    private static final Defaults UNUSED = new Defaults(
            new PreprocessingSettings(Scaling.NONE, CategoricalEncoding.ONEHOT, MissingValues.MEAN, Scaling.NONE), 0);

    /** Settings of parts of a document, by their paths. */
    public static final List<String> NESTED = Stream.of(
            nested("optimizer", OptimizerJson.FORM.names()),
            nested("earlyStopping", EarlyStoppingJson.names()),
            nested("learningRateSchedule", LearningRateScheduleJson.names()),
            nested("preprocessing", PreprocessingJson.form(UNUSED.preprocessing()).names()),
            nested("model", Set.of("layers", "loss", "graph", "precision", "inputs")))
            .flatMap(Function.identity())
            .toList();

    private final int maxEpochs;

    public JobSpecJson(int maxEpochs) {
        this.maxEpochs = maxEpochs;
    }

    private static Stream<String> nested(String part, Set<String> settings) {
        return settings.stream().map(name -> part + "." + name);
    }

    /** Defaults that depend on the model and the dataset. */
    public record Defaults(PreprocessingSettings preprocessing, long seed) {}

    /** Notes every fault of a spec that does not depend on the model or the dataset. */
    public void check(JobDocument document, Faults faults) {
        var _ = read(document, Optional.empty(), UNUSED, faults);
        var _ = startVersion(document, faults);
    }

    /** Which version the job starts from; empty: none, or there are faults, which are noted. */
    public Optional<VersionReference> startVersion(JobDocument document, Faults faults) {
        return Optional.ofNullable(document.startFrom()).flatMap(start -> {
            var at = faults.at(START_FROM).at("version");
            if (start.version() == null || start.version().isNull()) {
                at.add("is missing: give the number of a version, an alias, \"newest\" or \"best\"");
                return Optional.empty();
            }
            var reference = VersionReference.of(start.version());
            if (reference.isEmpty()) {
                at.add(VersionReference.FORM);
            }
            return reference;
        });
    }

    /**
     * @param document with its resumption, if it has any, completed by {@code job.ResumedJobs}
     * @param start the version that {@link #startVersion} names
     * @return the spec; it holds only if no faults were noted
     */
    public JobSpec read(JobDocument document, Optional<StartPoint> start, Defaults defaults, Faults faults) {
        var validation = validation(document.validation(), faults.at("validation"));
        boolean validates =
                !(validation instanceof Validation.NoValidation) || faults.at("validation").isPartlyUnread();
        var optimizer = optimizer(document.optimizer(), faults.at("optimizer"));
        return new JobSpec(
                Form.integer(1, maxEpochs).readIfGiven(document.epochs(), faults.at("epochs")).orElse(DEFAULT_EPOCHS),
                batchSize(document.batchSize(), faults),
                optimizer.orElse(DEFAULT_OPTIMIZER),
                schedule(document.learningRateSchedule(), optimizer, validates, faults.at("learningRateSchedule")),
                document.shuffle() == null || document.shuffle(),
                document.seed() == null ? defaults.seed() : document.seed(),
                validation,
                preprocessing(document, defaults.preprocessing(), faults.at("preprocessing")),
                positive(document.clipNorm(), "clipNorm", faults),
                classWeights(document.classWeights(), faults.at("classWeights")),
                finite(document.stopAtCost(), "stopAtCost", faults),
                positive(document.maxSeconds(), "maxSeconds", faults),
                earlyStopping(document.earlyStopping(), validates, faults.at("earlyStopping")),
                checkpointEvery(document.checkpointSeconds(), faults),
                PRIORITY.readIfGiven(document.priority(), faults.at("priority")).orElse(0),
                Optional.ofNullable(document.resumeFrom())
                        .filter(_ -> !faults.at("resumeFrom").isPartlyUnread())
                        .map(JobSpecJson::completed),
                start,
                Optional.ofNullable(document.callbackUrl()),
                labels(document.labels(), faults.at("labels")));
    }

    private static ResumePoint completed(ResumeDocument resumption) {
        return new ResumePoint(
                UUID.fromString(Objects.requireNonNull(resumption.job(), "job.ResumedJobs adds it")),
                Objects.requireNonNull(resumption.epoch(), "job.ResumedJobs adds it"));
    }

    /** The spec of a job that was accepted, as {@link #write} wrote it. */
    public JobSpec readStored(JobDocument document) {
        var faults = new Faults();
        var spec = read(document, Optional.ofNullable(document.startFrom()).map(JobSpecJson::stored), UNUSED, faults);
        faults.throwIfAny();
        return spec;
    }

    private static StartPoint stored(StartDocument start) {
        return new StartPoint(
                Objects.requireNonNull(start.version()).intValue(), Objects.requireNonNull(start.weightsSha256()));
    }

    private static Duration checkpointEvery(@Nullable Double given, Faults faults) {
        double seconds = given == null ? DEFAULT_CHECKPOINT_SECONDS : given;
        boolean holds = faults.require(
                seconds >= MIN_CHECKPOINT_SECONDS && seconds <= MAX_CHECKPOINT_SECONDS,
                "checkpointSeconds",
                "must be between " + MIN_CHECKPOINT_SECONDS + " and " + MAX_CHECKPOINT_SECONDS + ", but is " + seconds);
        return Duration.ofMillis(Math.round((holds ? seconds : DEFAULT_CHECKPOINT_SECONDS) * MILLISECONDS));
    }

    private static int batchSize(@Nullable JsonNode given, Faults faults) {
        if (given == null || given.isNull()) {
            return DEFAULT_BATCH_SIZE;
        }
        if (given.isString() && given.stringValue().equals(FULL)) {
            return TrainingPlan.FULL;
        }
        boolean holds = faults.require(
                given.isInt() && given.intValue() >= 1, "batchSize", "must be an integer of at least 1, or \"full\"");
        return holds ? given.intValue() : DEFAULT_BATCH_SIZE;
    }

    /** @return empty if there are faults, which are noted */
    private static Optional<OptimizerDefinition> optimizer(@Nullable JsonNode given, Faults at) {
        return given == null || given.isNull() ? Optional.of(DEFAULT_OPTIMIZER) : OptimizerJson.FORM.read(given, at);
    }

    /** @param optimizer empty if it has faults: then its learning rate is not checked */
    private static LearningRateSchedule schedule(
            @Nullable JsonNode given, Optional<OptimizerDefinition> optimizer, boolean validates, Faults at) {
        if (given == null || given.isNull()) {
            return LearningRateSchedule.constant();
        }
        double learningRate = optimizer.map(OptimizerDefinition::learningRate).orElse(Double.POSITIVE_INFINITY);
        return LearningRateScheduleJson.read(given, learningRate, validates, at)
                .orElseGet(LearningRateSchedule::constant);
    }

    private static Validation validation(@Nullable ValidationDocument given, Faults at) {
        if (given == null) {
            return new Validation.NoValidation();
        }
        var fraction = given.fraction();
        var dataset = given.dataset();
        if (fraction != null && dataset == null) {
            at.require(fraction > 0 && fraction < 1, "fraction", "must be greater than 0 and less than 1");
            return new Validation.Fraction(fraction);
        }
        if (dataset != null && fraction == null) {
            return at.require(dataset.isString(), "dataset", "must be the name or the id of a dataset")
                    ? new Validation.Other(dataset.stringValue())
                    : new Validation.NoValidation();
        }
        at.add("must have either a fraction or a dataset");
        return new Validation.NoValidation();
    }

    /** @return empty for a job that starts from a version, whose weights only make sense with its own preprocessing */
    private static Optional<PreprocessingSettings> preprocessing(
            JobDocument document, PreprocessingSettings defaults, Faults at) {
        var given = document.preprocessing();
        if (document.startFrom() == null) {
            return Optional.of(PreprocessingJson.form(defaults).readIfGiven(given, at).orElse(defaults));
        }
        if (given != null && !given.isNull()) {
            at.add("must be left out: a job that starts from a version encodes its columns as that version does");
        }
        return Optional.empty();
    }

    private static OptionalDouble positive(@Nullable Double given, String field, Faults faults) {
        if (given == null) {
            return OptionalDouble.empty();
        }
        boolean holds = faults.require(
                POSITIVE.holds(given), field, "must be " + POSITIVE.allowed() + "; leave it out for none");
        return holds ? OptionalDouble.of(given) : OptionalDouble.empty();
    }

    private static ClassWeights classWeights(@Nullable JsonNode given, Faults at) {
        if (given == null || given.isNull()) {
            return new ClassWeights.None();
        }
        if (given.isString() && given.stringValue().equals(BALANCED)) {
            return new ClassWeights.Balanced();
        }
        if (!given.isObject()) {
            at.add("must be \"balanced\", or an object with a number for each class, as in {\"yes\": 2}");
            return new ClassWeights.None();
        }
        if (given.size() > MAX_CLASS_WEIGHTS) {
            at.add("must name at most " + MAX_CLASS_WEIGHTS + " classes: give the dataset a weight column instead");
            return new ClassWeights.None();
        }
        var weights = new LinkedHashMap<String, Double>();
        for (var entry : given.properties()) {
            double weight = entry.getValue().doubleValue(Double.NaN);
            at.require(NOT_NEGATIVE.holds(weight), entry.getKey(), "must be " + NOT_NEGATIVE.allowed());
            var previous = weights.put(Category.canonical(entry.getKey()), weight);
            at.require(previous == null, entry.getKey(), "is the same class as another name: give each class once");
        }
        return new ClassWeights.Given(weights);
    }

    private static OptionalDouble finite(@Nullable Double given, String field, Faults faults) {
        if (given == null) {
            return OptionalDouble.empty();
        }
        faults.require(Double.isFinite(given), field, "must be a finite number; leave it out for none");
        return OptionalDouble.of(given);
    }

    private static Optional<EarlyStopping> earlyStopping(@Nullable JsonNode given, boolean validates, Faults at) {
        return given == null || given.isNull() ? Optional.empty() : EarlyStoppingJson.read(given, validates, at);
    }

    private static Map<String, String> labels(@Nullable Map<String, @Nullable String> given, Faults at) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > MAX_LABELS) {
            at.add("must be at most " + MAX_LABELS);
        }
        var labels = new LinkedHashMap<String, String>();
        given.forEach((name, value) -> {
            if (value != null && value.length() <= MAX_LABEL_LENGTH && name.length() <= MAX_LABEL_LENGTH) {
                labels.put(name, value);
            } else {
                at.add(name, "must be a string; names and values have at most " + MAX_LABEL_LENGTH + " characters");
            }
        });
        return labels;
    }

    /**
     * The spec as a {@link JobDocument} in JSON, every default written out; a setting without a value is null.
     *
     * @param model its name; so are the datasets
     * @param validation the dataset that validates, if it is another one
     */
    public ObjectNode write(JobSpec spec, String model, String dataset, Optional<String> validation) {
        var document = JSON.objectNode();
        document.put("model", model);
        document.put("dataset", dataset);
        document.put("epochs", spec.epochs());
        document.set("batchSize", write(spec.batchSize()));
        document.set("optimizer", OptimizerJson.FORM.write(spec.optimizer()));
        document.set("learningRateSchedule", LearningRateScheduleJson.write(spec.schedule()));
        document.put("shuffle", spec.shuffle());
        document.put("seed", spec.seed());
        document.set("validation", write(spec.validation(), validation));
        document.set(
                "preprocessing",
                spec.preprocessing().map(PreprocessingJson.form(UNUSED.preprocessing())::write).orElse(null));
        document.put("clipNorm", boxed(spec.clipNorm()));
        document.set("classWeights", write(spec.classWeights()));
        document.put("stopAtCost", boxed(spec.stopAtCost()));
        document.put("maxSeconds", boxed(spec.maxSeconds()));
        document.set("earlyStopping", spec.earlyStopping().map(EarlyStoppingJson::write).orElse(null));
        document.put("checkpointSeconds", spec.checkpointEvery().toMillis() / MILLISECONDS);
        document.put("priority", spec.priority());
        document.set("resumeFrom", spec.resumeFrom().map(JobSpecJson::write).orElse(null));
        document.set(START_FROM, spec.startFrom().map(JobSpecJson::write).orElse(null));
        document.put("callbackUrl", spec.callbackUrl().orElse(null));
        var labels = document.putObject("labels");
        spec.labels().forEach(labels::put);
        return document;
    }

    private static JsonNode write(int batchSize) {
        return batchSize == TrainingPlan.FULL ? JSON.stringNode(FULL) : JSON.numberNode(batchSize);
    }

    private static @Nullable JsonNode write(Validation validation, Optional<String> dataset) {
        return switch (validation) {
            case Validation.NoValidation() -> null;
            case Validation.Fraction(double fraction) -> JSON.objectNode().put("fraction", fraction);
            case Validation.Other(String _) -> JSON.objectNode().put("dataset", dataset.orElseThrow());
        };
    }

    private static JsonNode write(ResumePoint point) {
        return JSON.objectNode().put("job", point.job().toString()).put("epoch", point.epoch());
    }

    private static JsonNode write(StartPoint start) {
        return JSON.objectNode().put("version", start.version()).put("weightsSha256", start.weightsSha256());
    }

    private static @Nullable JsonNode write(ClassWeights weights) {
        return switch (weights) {
            case ClassWeights.None() -> null;
            case ClassWeights.Balanced() -> JSON.stringNode(BALANCED);
            case ClassWeights.Given(var given) -> {
                var node = JSON.objectNode();
                given.forEach(node::put);
                yield node;
            }
        };
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
