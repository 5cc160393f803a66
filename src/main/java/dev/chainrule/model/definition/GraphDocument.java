package dev.chainrule.model.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A graph in JSON.
 *
 * @param output the node that the model predicts; null: what the only loss compares with the targets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GraphDocument(List<NodeDocument> nodes, String output) {
    /**
     * A node in JSON; which fields it has depends on its type.
     *
     * @param role of an input: {@code feature}, or {@code target}
     * @param columns of an input: the dataset's columns that go into it; null: all features, or all targets
     * @param size of an input: how many numbers it takes; null: as its use says
     * @param shape of a parameter: rows and columns
     * @param value of a parameter or a constant: a number, a row, or rows
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeDocument(
            String name,
            String type,
            List<String> inputs,
            String role,
            List<String> columns,
            Integer size,
            int[] shape,
            InitializerDocument initializer,
            JsonNode value,
            Double l1,
            Double l2) {}
}
