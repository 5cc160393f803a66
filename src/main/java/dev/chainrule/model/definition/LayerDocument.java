package dev.chainrule.model.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.JsonNode;

/** A dense layer in JSON; what is left out takes its default. */
record LayerDocument(
        String type,
        Integer units,
        String activation,
        JsonNode initializer,
        Boolean bias,
        Double dropout,
        Double l1,
        Double l2,
        @JsonInclude(JsonInclude.Include.NON_NULL) double[][] weights,
        @JsonInclude(JsonInclude.Include.NON_NULL) double[] biases) {}
