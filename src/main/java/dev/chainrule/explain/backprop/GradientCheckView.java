package dev.chainrule.explain.backprop;

import dev.chainrule.explain.Batch;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.explain.ParameterReference;
import dev.chainrule.explain.backprop.GradientCheck.Comparison;
import dev.chainrule.explain.backprop.GradientCheck.ComparisonOutcome;
import dev.chainrule.explain.backprop.Kinks.Kink;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a gradient check.
 *
 * @param version without it: the initial parameters
 * @param passed whether no parameter differs, apart from those at kinks
 * @param floor smaller gradients are compared as if they had this size
 * @param parameterCount numbers in all parameters of the model
 * @param checked how many of them were checked
 * @param failed how many of these differ
 * @param atKinks how many of these could not be checked because a kink lies within their difference
 * @param worst the one with the largest error of those that are not at kinks, if any
 * @param parameters the largest error first
 * @param kinks the parameters at kinks, with the kinks
 * @param unknownValues of features, by column; none where training knew all of them
 */
record GradientCheckView(
        String model, @Nullable Integer version, int rows, double cost, boolean passed, Verdict verdict, double step,
        double tolerance, double floor, long parameterCount, int checked, int failed, int atKinks,
        @Nullable ComparedView worst,
        List<ComparedView> parameters, List<AtKinkView> kinks, List<UnknownValues> unknownValues) {
    /** How many parameters at kinks are listed at most. */
    private static final int MOST_AT_KINKS = 100;

    enum Verdict {
        PASSED, PASSED_BUT_FOR_KINKS, FAILED;

        private static Verdict of(int failed, int atKinks) {
            if (failed > 0) {
                return FAILED;
            }
            return atKinks > 0 ? PASSED_BUT_FOR_KINKS : PASSED;
        }
    }

    /**
     * @param analytic by the chain rule
     * @param numeric by differences
     * @param relativeError written as null where one of the two is not finite
     * @param reason why the two differ, as far as known, if they do
     */
    record ComparedView(
            String name, ParameterReference parameter, double analytic, double numeric, double relativeError,
            ComparisonOutcome outcome, @Nullable String reason) {}

    record AtKinkView(String name, ParameterReference parameter, String reason, List<Kink> kinks) {}

    static GradientCheckView of(
            ExplainedModel explained, Batch batch, GradientCheck check, GradientCheck.CheckSettings settings,
            List<Comparison> comparisons, int limit) {
        var index = new ParameterIndex(explained.graph(), explained.layered());
        int failed = count(comparisons, ComparisonOutcome.DIFFERS);
        int atKinks = count(comparisons, ComparisonOutcome.AT_KINK);
        return new GradientCheckView(
                explained.model(), explained.version().orElse(null), batch.rows(), check.cost(), failed == 0,
                Verdict.of(failed, atKinks),
                settings.step(), settings.tolerance(), check.floorHere(), explained.graph().parameters().size(),
                comparisons.size(), failed, atKinks,
                comparisons.stream()
                        .filter(comparison -> comparison.outcome() != ComparisonOutcome.AT_KINK)
                        .findFirst()
                        .map(comparison -> view(comparison, index))
                        .orElse(null),
                comparisons.stream().limit(limit).map(comparison -> view(comparison, index)).toList(),
                comparisons.stream()
                        .filter(comparison -> comparison.outcome() == ComparisonOutcome.AT_KINK)
                        .limit(MOST_AT_KINKS)
                        .map(comparison -> new AtKinkView(index.inWords(comparison.element()),
                                index.reference(comparison.element()), reach(comparison), comparison.kinks()))
                        .toList(),
                batch.unknown());
    }

    private static int count(List<Comparison> comparisons, ComparisonOutcome outcome) {
        return (int) comparisons.stream().filter(comparison -> comparison.outcome() == outcome).count();
    }

    private static ComparedView view(Comparison comparison, ParameterIndex index) {
        return new ComparedView(index.inWords(comparison.element()), index.reference(comparison.element()),
                comparison.analytic(), comparison.numeric(), comparison.relativeError(), comparison.outcome(),
                reason(comparison));
    }

    private static @Nullable String reason(Comparison comparison) {
        return switch (comparison.outcome()) {
            case AGREES -> null;
            case AT_KINK -> reach(comparison);
            case DIFFERS -> Double.isFinite(comparison.analytic()) && Double.isFinite(comparison.numeric())
                    ? "the gradient is not near the central difference, which spans no kink"
                    : "there is no finite gradient or no finite cost here";
        };
    }

    private static String reach(Comparison comparison) {
        return "the difference spans " + comparison.kinks().stream()
                .map(kink -> "the kink of " + kink.inWords())
                .collect(Collectors.joining(" and "));
    }
}
