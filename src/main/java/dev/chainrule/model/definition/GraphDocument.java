package dev.chainrule.model.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.problem.JsonExample;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A graph in JSON.
 *
 * @param nodes each an object, whose fields depend on its type: see {@link NodeJson}
 * @param output the node that the model predicts; without it: what the only loss compares with the targets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonExample("{\"nodes\": [{\"name\": \"X\", \"type\": \"input\"}]}")
record GraphDocument(@Nullable List<JsonNode> nodes, @Nullable String output) {}
