package dev.chainrule.explain;

import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.GraphModel;
import dev.chainrule.model.LayeredModel;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.model.Versions;
import dev.chainrule.network.Network;
import dev.chainrule.network.Trainable;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Finds what is to be explained. */
@Component
class Subjects {
    private static final String INITIAL = "initial";

    private final Models models;
    private final Versions versions;

    Subjects(Models models, Versions versions) {
        this.models = models;
        this.versions = versions;
    }

    /**
     * A version of a model, or the model as a job with this seed starts it.
     *
     * @param version its number, or {@code "initial"}; null: the newest, and {@code "initial"} if there is none
     * @param seed of the parameters that a model starts with; null: the model's own, or 0
     * @param inputs how many numbers go into a model that leaves that open
     * @param faults takes what is wrong with {@code version}; then nothing is given
     * @throws ProblemException (404) if there is no such model or version
     */
    Optional<Subject> find(String nameOrId, JsonNode version, Long seed, OptionalInt inputs, Faults faults) {
        var model = models.find(nameOrId);
        boolean open = version == null || version.isNull();
        if (!open && !version.isInt() && !(version.isString() && version.stringValue().equals(INITIAL))) {
            faults.add("version", "must be the number of a version, or \"initial\"");
            return Optional.empty();
        }
        if (open ? versions.newest(model.name()).isEmpty() : version.isString()) {
            return initial(model, seed, inputs, faults);
        }
        var number = open ? null : (Integer) version.intValue();
        var trained = number == null
                ? versions.load(nameOrId, null)
                : faults.at("version").named(() -> versions.load(nameOrId, number));
        return Optional.of(new Subject(
                model.name(),
                trained.version(),
                graph(trained.network()),
                Optional.of(trained.preprocessing())));
    }

    private Optional<Subject> initial(Model model, Long seed, OptionalInt inputs, Faults faults) {
        var definition = models.definition(model);
        if (definition instanceof LayeredModel && definition.inputs().isEmpty() && inputs.isEmpty()) {
            faults.add("version", "is \"initial\", but the model leaves open how many inputs it has");
            return Optional.empty();
        }
        long chosen = seed == null ? definition.seed().orElse(0L) : seed;
        var trainable = switch (definition) {
            case LayeredModel layers ->
                Network.initialize(layers.network(layers.inputs().orElseGet(inputs::getAsInt)), chosen);
            case GraphModel graph -> graph.initialize(chosen);
        };
        return Optional.of(new Subject(model.name(), null, graph(trainable), Optional.empty()));
    }

    private static Graph graph(Trainable trainable) {
        return switch (trainable) {
            case Network network -> LayerGraph.of(network, Precision.FLOAT64);
            case Graph graph -> graph.inFloat64();
            default -> throw new IllegalStateException(trainable.getClass().getName());
        };
    }
}
