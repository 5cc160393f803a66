package dev.chainrule.job;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.model.Model;
import dev.chainrule.model.StartVersions.StartVersion;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.preprocessing.Task;
import dev.chainrule.preprocessing.UnusedColumns;
import dev.chainrule.problem.FieldProblem;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A request to train that was read and checked. */
public sealed interface JobDraft {
    /** @throws ProblemException (422) with all faults if the request was rejected */
    default Accepted accepted() {
        return switch (this) {
            case Accepted accepted -> accepted;
            case Rejected(var problems) -> throw ProblemException.invalid(problems);
        };
    }

    /** @param problems at least one */
    record Rejected(List<FieldProblem> problems) implements JobDraft {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What a request without faults asks for. The model and the datasets are stored, and their rows are locked until the transaction
     * that read the request ends.
     *
     * @param validation the dataset that validates, if it is another one
     * @param start the version that the job starts from
     */
    record Accepted(
            Model model, ModelDefinition definition, Dataset dataset, Optional<Dataset> validation,
            Optional<StartVersion> start, JobSpec spec)
            implements
                JobDraft {

        /** Warnings of the dataset that a job shows, at most; the dataset shows all. */
        private static final int SHOWN_WARNINGS = 10;

        /**
         * The warnings of the training dataset, at most {@link #SHOWN_WARNINGS} and one that counts the rest, and of unused columns: those of
         * the validation, and, if the job starts from a version, those of the training dataset.
         */
        List<DatasetWarning> warnings() {
            var all = dataset.warnings();
            var shown = new ArrayList<>(all.subList(0, Math.min(all.size(), SHOWN_WARNINGS)));
            if (all.size() > SHOWN_WARNINGS) {
                shown.add(new DatasetWarning(
                        null, "There are " + (all.size() - SHOWN_WARNINGS) + " more warnings: see GET /api/v1/datasets/"
                                + dataset.name()));
            }
            if (start.isPresent()) {
                Stream.concat(Stream.of(dataset), validation.stream())
                        .forEach(rows -> shown.addAll(UnusedColumns.ofWeighted(start.get().preprocessing(), rows)));
            } else {
                validation.ifPresent(other -> shown.addAll(UnusedColumns.ofValidation(dataset, other)));
            }
            return shown;
        }

        Accepted withSeed(long seed) {
            return new Accepted(model, definition, dataset, validation, start, spec.withSeed(seed));
        }

        /** Whether it resumes another job, and therefore must have its seed. */
        public boolean resumes() {
            return spec.resumeFrom().isPresent();
        }

        /** Whether every epoch is measured on rows that are not trained on. */
        public boolean validates() {
            return !(spec.validation() instanceof Validation.NoValidation);
        }

        /** Whether it classifies, and so has an accuracy; a regression has mae and r2 instead. */
        public boolean decidesClasses() {
            return start.map(version -> Task.of(version.preprocessing(), definition.loss()) != Task.REGRESSION)
                    .orElseGet(() -> Schema.of(dataset.columns()).decidesClasses(definition.loss()));
        }

        /** What the validation's cost is, in words: costs that differ in it cannot be compared. */
        public String validationCostUnit() {
            return JsonName.of(definition.loss()) + " of "
                    + start.map(Accepted::targets).or(() -> spec.preprocessing().map(Accepted::targets)).orElseThrow();
        }

        private static String targets(PreprocessingSettings settings) {
            return switch (settings.targets()) {
                case NONE -> "the targets";
                case STANDARD, MINMAX -> JsonName.of(settings.targets()) + " targets";
            };
        }

        private static String targets(StartVersion version) {
            return version.preprocessing().hasUnscaledTargets()
                    ? "the targets"
                    : "the targets as version " + version.number() + " scales them";
        }

        /** What the cost of training is, in words. Weights of classes are part of it. */
        public String costUnit() {
            return validationCostUnit()
                    + switch (spec.classWeights()) {
                        case ClassWeights.None() -> "";
                        case ClassWeights.Balanced() -> " with balanced classes";
                        case ClassWeights.Given(var weights) -> " with classes weighted " + weights;
                    };
        }
    }
}
