package dev.chainrule.job;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.job.spec.JobSpec.Validation;
import dev.chainrule.model.Model;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.problem.FieldProblem;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** A request to train that was read: either what it asks for, or what is wrong with it. */
public final class JobDraft {
    private final Checked checked;
    private final List<FieldProblem> problems;

    private JobDraft(Checked checked, List<FieldProblem> problems) {
        this.checked = checked;
        this.problems = List.copyOf(problems);
    }

    /**
     * What a request without faults asks for; the model and the datasets are stored and cannot be deleted meanwhile.
     *
     * @param validation the dataset that validates, if it is another one
     */
    record Checked(
            Model model, ModelDefinition definition, Dataset dataset, Optional<Dataset> validation, JobSpec spec) {}

    static JobDraft of(Checked checked) {
        return new JobDraft(checked, List.of());
    }

    /** @param problems at least one */
    static JobDraft faulty(List<FieldProblem> problems) {
        return new JobDraft(null, problems);
    }

    /** Empty if the request can be served. */
    public List<FieldProblem> problems() {
        return problems;
    }

    /** @throws ProblemException (422) if the request is wrong */
    Checked checked() {
        if (!problems.isEmpty()) {
            throw ProblemException.invalid(problems);
        }
        return checked;
    }

    long seed() {
        return checked().spec().seed();
    }

    /** Whether it goes on from another job's state, and so must have its seed. */
    public boolean goesOn() {
        return checked().spec().resumeFrom().isPresent();
    }

    /** Whether every epoch is measured on rows that are not trained on. */
    public boolean validates() {
        return !(checked().spec().validation() instanceof Validation.None);
    }

    /** Whether it learns classes, and so has an accuracy; else it learns numbers, and has mae and r2. */
    public boolean decidesClasses() {
        return Schema.of(checked().dataset().columns()).decidesClasses(checked().definition().loss());
    }

    /** What the validation's cost is, in words: costs that differ in it cannot be compared. */
    public String validationCostUnit() {
        var scaling = checked().spec().preprocessing().targets();
        return JsonName.of(checked().definition().loss()) + " of "
                + switch (scaling) {
                    case NONE -> "the targets";
                    case STANDARD, MINMAX -> JsonName.of(scaling) + " targets";
                };
    }

    /** What the cost of training is, in words. Weights of classes are part of it. */
    public String costUnit() {
        return validationCostUnit()
                + switch (checked().spec().classWeights()) {
                    case ClassWeights.None() -> "";
                    case ClassWeights.Balanced() -> " with balanced classes";
                    case ClassWeights.Given(var weights) -> " with classes weighted " + weights;
                };
    }
}
