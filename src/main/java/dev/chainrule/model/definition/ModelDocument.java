package dev.chainrule.model.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.problem.JsonExample;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model in JSON: the one form in which it is sent, kept and answered.
 *
 * @param layers with a loss
 * @param graph instead of layers and loss
 */
@JsonExample("{\"layers\": [{\"units\": 1}], \"loss\": \"mean_squared_error\"}")
public record ModelDocument(
        @Nullable String name,
        @Nullable String precision,
        @Nullable JsonNode inputs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<JsonNode> layers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable GraphDocument graph,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String loss,
        @Nullable Long seed) {}
