package dev.chainrule.explain.descent;

import dev.chainrule.explain.descent.Minimization.Plan;
import dev.chainrule.graph.expression.Expression;
import dev.chainrule.graph.expression.ExpressionException;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads requests to minimise, and finds everything that is wrong without computing. */
@Component
class MinimizationReader {
    private static final double DEFAULT_LEARNING_RATE = 0.01;
    private static final double DEFAULT_PRECISION = 1e-5;
    private static final int DEFAULT_MAX_STEPS = 10_000;
    private static final int DEFAULT_MAX_POINTS = 1_000;
    private static final int LARGEST_MAX_POINTS = 10_000;

    private final JsonBinder json;
    private final MinimizationProperties limits;

    MinimizationReader(JsonBinder json, MinimizationProperties limits) {
        this.json = json;
        this.limits = limits;
    }

    /** @throws dev.chainrule.problem.ProblemException (422) if the request is wrong */
    MinimizationRequest read(JsonNode body) {
        var faults = new Faults();
        var document = json.bindReadable(body, MinimizationDocument.class, faults);
        var function = function(document.function(), faults.at("function"));
        var start = start(document.start(), function, faults.at("start"));
        var plan = plan(document, function, faults);
        faults.throwIfAny();
        return new MinimizationRequest(function.orElseThrow(), start, plan);
    }

    private static Optional<Expression> function(@Nullable String text, Faults at) {
        if (text == null) {
            at.add("is missing: write a function of variables, such as \"x^2\"");
            return Optional.empty();
        }
        try {
            return Optional.of(Expression.parse(text));
        } catch (ExpressionException wrong) {
            at.add(wrong.detail());
            return Optional.empty();
        }
    }

    /** If the function cannot be read, its variables are unknown: then only the numbers are checked. */
    private static double[] start(@Nullable JsonNode start, Optional<Expression> function, Faults at) {
        if (start == null || !start.isObject()) {
            at.add("must be an object with a number for each variable, such as {\"x\": 4}");
            return new double[0];
        }
        start.forEachEntry((name, number) -> at.require(
                number.isNumber() && Double.isFinite(number.doubleValue(Double.NaN)), name, "must be a finite number"));
        if (function.isEmpty()) {
            return new double[0];
        }
        var variables = function.get().variables();
        start.propertyNames().stream().filter(name -> !variables.contains(name)).forEach(
                name -> at.add(name, "is not a variable of the function: there " + listed(variables)));
        for (var variable : variables) {
            at.require(start.has(variable), variable,
                    "is missing: give a start for every variable of the function");
        }
        return variables.stream().mapToDouble(variable -> start.path(variable).asDouble(Double.NaN)).toArray();
    }

    private static String listed(List<String> variables) {
        return variables.size() == 1 ? "is only " + variables.getFirst() : "are " + String.join(", ", variables);
    }

    private Plan plan(MinimizationDocument document, Optional<Expression> function, Faults faults) {
        double learningRate = document.learningRate() == null ? DEFAULT_LEARNING_RATE : document.learningRate();
        double precision = document.precision() == null ? DEFAULT_PRECISION : document.precision();
        int maxSteps = document.maxSteps() == null ? DEFAULT_MAX_STEPS : document.maxSteps();
        double momentum = document.momentum() == null ? 0 : document.momentum();
        var direction = Optional.ofNullable(document.direction())
                .flatMap(name -> faults.choice("direction", name, Direction.class))
                .orElse(Direction.DESCENT);
        faults.require(
                learningRate > 0 && Double.isFinite(learningRate), "learningRate", "must be above 0, and finite");
        faults.require(precision >= 0 && Double.isFinite(precision), "precision", "must be at least 0, and finite");
        faults.require(momentum >= 0 && momentum < 1, "momentum", "must be at least 0, and below 1");
        requireWork(maxSteps, function, faults);
        int maxPoints = maxPoints(document.maxPoints(), function, faults);
        return new Plan(direction, learningRate, precision, maxSteps, momentum, maxPoints);
    }

    private void requireWork(int maxSteps, Optional<Expression> function, Faults faults) {
        long most = Math.min(Integer.MAX_VALUE, limits.maxWork() / function.map(Expression::nodeCount).orElse(1));
        faults.require(maxSteps >= 1 && maxSteps <= most, "maxSteps", "must be from 1 to " + most
                + function.map(f -> ", for a function with " + f.nodeCount() + " operations, numbers and variables")
                        .orElse(""));
    }

    private int maxPoints(@Nullable Integer given, Optional<Expression> function, Faults faults) {
        int most = Math.max(2, Math.min(
                LARGEST_MAX_POINTS, limits.maxPathNumbers() / function.map(f -> f.variables().size()).orElse(1)));
        int maxPoints = given == null ? Math.min(most, DEFAULT_MAX_POINTS) : given;
        faults.require(maxPoints >= 2 && maxPoints <= most, "maxPoints", "must be from 2 to " + most);
        return maxPoints;
    }
}
