package dev.chainrule.model.definition;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ResourceName;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads models from requests, wherever in a body they stand. */
@Component
public class ModelRequests {
    private final JsonBinder json;
    private final ModelJson modelJson;

    ModelRequests(JsonBinder json, ModelJson modelJson) {
        this.json = json;
        this.modelJson = modelJson;
    }

    /** A model and the name it is given, if any. */
    public record Named(Optional<String> name, ModelDefinition definition) {}

    /**
     * @param at where the model stands in the body
     * @return empty if there are faults, which are noted
     * @throws dev.chainrule.problem.ProblemException (422) if it is not an object
     */
    public Optional<Named> read(JsonNode model, Faults at) {
        return at.attempt(() -> readDocument(model, at));
    }

    private Optional<Named> readDocument(JsonNode model, Faults at) {
        var document = json.bindReadable(model, ModelDocument.class, at);
        if (document.name() != null) {
            ResourceName.check(document.name(), at);
        }
        return modelJson.read(document, at)
                .map(definition -> new Named(Optional.ofNullable(document.name()), definition));
    }

    /** Notes a fault if the model has too many parameters with this number of inputs. */
    public void requireAtMostMaxParameters(ModelDefinition definition, int inputs, Faults at) {
        modelJson.requireAtMostMaxParameters(definition, inputs, at);
    }
}
