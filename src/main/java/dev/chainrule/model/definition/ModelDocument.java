package dev.chainrule.model.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A model in JSON: the one form in which it is sent, kept and answered.
 *
 * @param layers with a loss; null for a graph
 * @param graph instead of layers and loss
 */
public record ModelDocument(
        String name,
        String precision,
        JsonNode inputs,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<JsonNode> layers,
        @JsonInclude(JsonInclude.Include.NON_NULL) GraphDocument graph,
        @JsonInclude(JsonInclude.Include.NON_NULL) String loss,
        Long seed) {}
