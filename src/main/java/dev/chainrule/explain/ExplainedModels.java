package dev.chainrule.explain;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.graph.Graph;
import dev.chainrule.graph.LayerGraph;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.model.TrainedModel.OfGraph;
import dev.chainrule.model.TrainedModel.OfLayers;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.Versions;
import dev.chainrule.model.definition.GraphModel;
import dev.chainrule.model.definition.LayeredModel;
import dev.chainrule.model.definition.ModelRequests;
import dev.chainrule.network.Network;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.Schema;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Finds the model that a request explains. */
@Component
public class ExplainedModels {
    public static final String INITIAL = "initial";

    /** In float64, with their gradients: 80 MB. */
    private static final long MAX_PARAMETERS = 5_000_000;

    private final Models models;
    private final ModelRequests modelRequests;
    private final Versions versions;
    private final MemoryBudget memory;

    ExplainedModels(Models models, ModelRequests modelRequests, Versions versions, MemoryBudget memory) {
        this.models = models;
        this.modelRequests = modelRequests;
        this.versions = versions;
        this.memory = memory;
    }

    /**
     * A version of a model, or the model with the initial parameters of a job with this seed.
     *
     * @param version its number, an alias, a rule, or {@code "initial"}; without it, or with JSON's null: the one that the model serves,
     *     and {@code "initial"} if it was never trained
     * @param seed of the initial parameters; without it: the model's own, or 0
     * @param inputs number of inputs for a model that leaves it open
     * @param schema of the dataset whose rows are the inputs of a model with initial parameters; empty: the rows are numbers, which are not
     *     scaled
     * @param faults collects what is wrong with {@code version}, and that the model has too many parameters with these inputs; then the
     *     result is empty
     * @throws ProblemException (404) if there is no such model or version, (409) if the model was trained, but serves no version
     */
    public Optional<ExplainedModel> find(
            String nameOrId, @Nullable JsonNode version, @Nullable Long seed, OptionalInt inputs,
            Optional<Schema> schema, Faults faults) {
        var model = models.find(nameOrId);
        var given = Optional.ofNullable(version).filter(node -> !node.isNull());
        if (given.map(ExplainedModels::isInitial).orElseGet(() -> !versions.isTrained(model))) {
            return initial(model, seed, inputs, schema, faults);
        }
        var at = faults.at("version");
        var named = given.flatMap(VersionReference::of);
        if (given.isPresent() && named.isEmpty()) {
            at.add("must be the number of a version, an alias, \"newest\", \"best\" or \"initial\"");
            return Optional.empty();
        }
        var served = given.isPresent()
                ? at.locating(() -> versions.load(nameOrId, named))
                : versions.load(nameOrId, named);
        var trained = served.trained();
        if (!isSmallEnough(trained.network().parameters().size(), faults)) {
            return Optional.empty();
        }
        reserve(trained.network().parameters().size());
        var preprocessing = Optional.of(trained.preprocessing());
        return Optional.of(switch (trained) {
            case OfLayers layers -> explained(model, Optional.of(layers.version()), layers.network(), preprocessing);
            case OfGraph graph -> explained(model, Optional.of(graph.version()), graph.network(), preprocessing);
        });
    }

    private static boolean isInitial(JsonNode version) {
        return version.isString() && version.stringValue().equals(INITIAL);
    }

    private Optional<ExplainedModel> initial(
            Model model, @Nullable Long seed, OptionalInt inputs, Optional<Schema> schema, Faults faults) {
        memory.reserveForRequest(models.bytesToRead(model), "ask about a smaller model");
        var definition = models.definition(model);
        if (definition instanceof LayeredModel && definition.inputs().isEmpty() && inputs.isEmpty()) {
            if (!faults.at("rows").isPartlyUnread()) {
                faults.add("version", "is \"initial\", but the model leaves open how many inputs it has");
            }
            return Optional.empty();
        }
        int width = definition.inputs().orElse(inputs.orElse(0));
        boolean fits = faults.passes(
                () -> modelRequests.requireAtMostMaxParameters(definition, width, faults.at("model")));
        if (!fits || !isSmallEnough(definition.parameterCount(width), faults)) {
            return Optional.empty();
        }
        // The initial parameters, and their copy in float64.
        reserve(2 * definition.parameterCount(width));
        long chosen = seed == null ? definition.seed().orElse(0L) : seed;
        return switch (definition) {
            case LayeredModel layers -> Optional.of(
                    explained(model, Optional.empty(), Network.initialize(layers.network(width), chosen),
                            Optional.empty()));
            case GraphModel graph when schema.isPresent() -> graph.initialize(
                    schema.get().encodedFeatures(), schema.get().encodedTargets(graph.outputs()), chosen,
                    faults.at("model"))
                    .map(found -> explained(model, Optional.empty(), found, Optional.empty()));
            case GraphModel graph -> start(model, graph.start(chosen), faults);
        };
    }

    private static Optional<ExplainedModel> start(Model model, Optional<GraphModel.Start> start, Faults faults) {
        if (start.isEmpty()) {
            faults.add("version", "is \"initial\", but the order of this graph's inputs is known only with a dataset:"
                    + " train the model, and ask for a version");
        }
        return start.map(found -> new ExplainedModel(
                model.name(), Optional.empty(), false, found.graph().inFloat64(), Optional.empty(), found.features(),
                found.targets()));
    }

    private static ExplainedModel explained(
            Model model, Optional<Integer> version, Network network, Optional<Preprocessing> preprocessing) {
        return new ExplainedModel(
                model.name(), version, true, LayerGraph.of(network, Precision.FLOAT64), preprocessing);
    }

    private static ExplainedModel explained(
            Model model, Optional<Integer> version, Graph graph, Optional<Preprocessing> preprocessing) {
        return new ExplainedModel(model.name(), version, false, graph.inFloat64(), preprocessing);
    }

    private void reserve(long parameters) {
        memory.reserveForRequest(parameters * Double.BYTES, "ask about a smaller model");
    }

    private static boolean isSmallEnough(long parameters, Faults faults) {
        if (parameters > MAX_PARAMETERS) {
            faults.add("names a model with " + parameters + " parameters, but at most " + MAX_PARAMETERS
                    + " can be explained");
        }
        return parameters <= MAX_PARAMETERS;
    }
}
