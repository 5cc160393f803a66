package dev.chainrule.explain.descent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.explain.descent.Minimization.Result;
import dev.chainrule.problem.JsonName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a minimisation, as users see it.
 *
 * @param minimum the end; a minimum only if the minimisation converged. Left out for an ascent
 * @param maximum the same for an ascent
 * @param value of the function there
 * @param gradient of the function there, by variable
 * @param steps how many were made
 * @param detail why it stopped, and what to do about it
 * @param path from the start to where it ended, evenly spaced
 * @param pathTruncated whether the path leaves out steps
 */
record MinimizationView(
        String function,
        String direction,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Double> minimum,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Double> maximum,
        double value,
        Map<String, Double> gradient,
        int steps,
        boolean converged,
        MinimizationEnd stopReason,
        String detail,
        List<PointView> path,
        boolean pathTruncated) {

    /** A point of the path. */
    record PointView(int step, Map<String, Double> x, double value, Map<String, Double> gradient) {}

    static MinimizationView of(MinimizationRequest request, Result result) {
        var variables = request.function().variables();
        var direction = request.plan().direction();
        var end = byName(variables, result.end().x());
        var reason = result.ending().reason();
        return new MinimizationView(
                request.function().text(),
                JsonName.of(direction),
                direction == Direction.DESCENT ? end : null,
                direction == Direction.ASCENT ? end : null,
                result.end().value(),
                byName(variables, result.end().gradient()),
                result.steps(),
                reason == MinimizationEnd.CONVERGED,
                reason,
                result.ending().detail(),
                result.path().stream().map(point -> view(variables, point)).toList(),
                !result.hasWholePath());
    }

    private static PointView view(List<String> variables, PathPoint point) {
        return new PointView(
                point.step(), byName(variables, point.x()), point.value(), byName(variables, point.gradient()));
    }

    private static Map<String, Double> byName(List<String> variables, double[] numbers) {
        var named = new LinkedHashMap<String, Double>();
        for (int i = 0; i < numbers.length; i++) {
            named.put(variables.get(i), numbers[i]);
        }
        return named;
    }
}
