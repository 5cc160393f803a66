package dev.chainrule.job.spec;

import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.OptimizerDefinition.Adadelta;
import dev.chainrule.network.OptimizerDefinition.Adagrad;
import dev.chainrule.network.OptimizerDefinition.Adam;
import dev.chainrule.network.OptimizerDefinition.Adamax;
import dev.chainrule.network.OptimizerDefinition.Adamw;
import dev.chainrule.network.OptimizerDefinition.Amsgrad;
import dev.chainrule.network.OptimizerDefinition.Momentum;
import dev.chainrule.network.OptimizerDefinition.Nadam;
import dev.chainrule.network.OptimizerDefinition.Nesterov;
import dev.chainrule.network.OptimizerDefinition.Rmsprop;
import dev.chainrule.network.OptimizerDefinition.Sgd;
import dev.chainrule.problem.Faults;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns an optimiser's JSON form into its definition and back. One use reads one optimiser. */
public final class OptimizerReader {
    private final Map<String, Double> given = new HashMap<>();

    /** Those that the optimiser has, in their order. */
    private final Set<String> settings = new LinkedHashSet<>();

    private final Faults faults;

    private OptimizerReader(OptimizerDocument document, Faults faults) {
        this.faults = faults;
        give("learningRate", document.learningRate());
        give("momentum", document.momentum());
        give("rho", document.rho());
        give("beta1", document.beta1());
        give("beta2", document.beta2());
        give("epsilon", document.epsilon());
        give("weightDecay", document.weightDecay());
        give("momentumDecay", document.momentumDecay());
    }

    private void give(String name, Double value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    /** @return empty if there are faults, which are noted */
    static Optional<OptimizerDefinition> read(OptimizerDocument document, Faults faults) {
        if (document.type() == null) {
            faults.add("type", "is missing: name the optimiser, such as adam");
            return Optional.empty();
        }
        var type = faults.choice("type", document.type(), Type.class);
        if (type == null) {
            return Optional.empty();
        }
        int before = faults.count();
        var definition = new OptimizerReader(document, faults).read(type);
        return faults.count() > before || faults.isPartlyUnread() ? Optional.empty() : Optional.of(definition);
    }

    /** Notes a fault for each setting that the optimiser does not have, before the rest is read. */
    public static void checkSettings(JsonNode given, Faults at) {
        var name = given.path("type").stringValue("");
        var type = new Faults().choice("type", name, Type.class);
        if (type != null) {
            var reader = new OptimizerReader(OptimizerDocument.named(name), new Faults());
            reader.read(type);
            TypeSettings.check(given, name, reader.settings, at);
        }
    }

    /** The optimisers by name. */
    private enum Type {
        SGD,
        MOMENTUM,
        NESTEROV,
        ADAGRAD,
        ADADELTA,
        RMSPROP,
        ADAM,
        AMSGRAD,
        ADAMW,
        ADAMAX,
        NADAM
    }

    private OptimizerDefinition read(Type type) {
        return switch (type) {
            case SGD -> new Sgd(rate(Sgd.LEARNING_RATE));
            case MOMENTUM -> new Momentum(rate(Momentum.LEARNING_RATE), fraction("momentum", Momentum.MOMENTUM));
            case NESTEROV -> new Nesterov(rate(Nesterov.LEARNING_RATE), fraction("momentum", Nesterov.MOMENTUM));
            case ADAGRAD -> new Adagrad(rate(Adagrad.LEARNING_RATE), epsilon(Adagrad.EPSILON));
            case ADADELTA -> new Adadelta(
                    rate(Adadelta.LEARNING_RATE), fraction("rho", Adadelta.RHO), epsilon(Adadelta.EPSILON));
            case RMSPROP -> new Rmsprop(
                    rate(Rmsprop.LEARNING_RATE), fraction("rho", Rmsprop.RHO), epsilon(Rmsprop.EPSILON));
            case ADAM -> new Adam(
                    rate(Adam.LEARNING_RATE), beta1(Adam.BETA1), beta2(Adam.BETA2), epsilon(Adam.EPSILON));
            case AMSGRAD -> new Amsgrad(
                    rate(Amsgrad.LEARNING_RATE),
                    beta1(Amsgrad.BETA1),
                    beta2(Amsgrad.BETA2),
                    epsilon(Amsgrad.EPSILON));
            case ADAMW -> new Adamw(
                    rate(Adamw.LEARNING_RATE),
                    beta1(Adamw.BETA1),
                    beta2(Adamw.BETA2),
                    epsilon(Adamw.EPSILON),
                    notNegative("weightDecay", Adamw.WEIGHT_DECAY));
            case ADAMAX -> new Adamax(
                    rate(Adamax.LEARNING_RATE), beta1(Adamax.BETA1), beta2(Adamax.BETA2), epsilon(Adamax.EPSILON));
            case NADAM -> new Nadam(
                    rate(Nadam.LEARNING_RATE),
                    beta1(Nadam.BETA1),
                    beta2(Nadam.BETA2),
                    epsilon(Nadam.EPSILON),
                    notNegative("momentumDecay", Nadam.MOMENTUM_DECAY));
        };
    }

    /** The optimiser as JSON, every default written out. */
    static OptimizerDocument write(OptimizerDefinition optimizer) {
        return switch (optimizer) {
            case Sgd(double rate) -> new OptimizerDocument("sgd", rate, null, null, null, null, null, null, null);
            case Momentum(double rate, double momentum) ->
                new OptimizerDocument("momentum", rate, momentum, null, null, null, null, null, null);
            case Nesterov(double rate, double momentum) ->
                new OptimizerDocument("nesterov", rate, momentum, null, null, null, null, null, null);
            case Adagrad(double rate, double epsilon) ->
                new OptimizerDocument("adagrad", rate, null, null, null, null, epsilon, null, null);
            case Adadelta(double rate, double rho, double epsilon) ->
                new OptimizerDocument("adadelta", rate, null, rho, null, null, epsilon, null, null);
            case Rmsprop(double rate, double rho, double epsilon) ->
                new OptimizerDocument("rmsprop", rate, null, rho, null, null, epsilon, null, null);
            case Adam(double rate, double beta1, double beta2, double epsilon) ->
                new OptimizerDocument("adam", rate, null, null, beta1, beta2, epsilon, null, null);
            case Amsgrad(double rate, double beta1, double beta2, double epsilon) ->
                new OptimizerDocument("amsgrad", rate, null, null, beta1, beta2, epsilon, null, null);
            case Adamw(double rate, double beta1, double beta2, double epsilon, double decay) ->
                new OptimizerDocument("adamw", rate, null, null, beta1, beta2, epsilon, decay, null);
            case Adamax(double rate, double beta1, double beta2, double epsilon) ->
                new OptimizerDocument("adamax", rate, null, null, beta1, beta2, epsilon, null, null);
            case Nadam(double rate, double beta1, double beta2, double epsilon, double decay) ->
                new OptimizerDocument("nadam", rate, null, null, beta1, beta2, epsilon, null, decay);
        };
    }

    private double beta1(double otherwise) {
        return fraction("beta1", otherwise);
    }

    private double beta2(double otherwise) {
        return fraction("beta2", otherwise);
    }

    private double rate(double otherwise) {
        return positive("learningRate", otherwise);
    }

    private double epsilon(double otherwise) {
        return positive("epsilon", otherwise);
    }

    private double positive(String name, double otherwise) {
        double value = take(name, otherwise);
        return checked(value > 0 && Double.isFinite(value), name, value, otherwise, "must be a number greater than 0");
    }

    private double notNegative(String name, double otherwise) {
        double value = take(name, otherwise);
        return checked(value >= 0 && Double.isFinite(value), name, value, otherwise, "must be a number of at least 0");
    }

    private double fraction(String name, double otherwise) {
        double value = take(name, otherwise);
        return checked(value >= 0 && value < 1, name, value, otherwise, "must be at least 0 and less than 1");
    }

    /** The value, or, with a fault noted, one that the definition takes. */
    private double checked(boolean holds, String name, double value, double otherwise, String rule) {
        return faults.require(holds, name, rule) ? value : otherwise;
    }

    private double take(String name, double otherwise) {
        settings.add(name);
        var value = given.get(name);
        return value == null ? otherwise : value;
    }
}
