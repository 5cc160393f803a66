package dev.chainrule.benchmark.service;

import dev.chainrule.request.JsonBody;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonToken;

/** Parses every number of a prediction's body, and computes nothing: what no server of this kind can go below. */
@RestController
class ParseOnlyController {
    static final String PATH = "/api/v1/parse-only";

    /** @param sum of all numbers, so that each has to be parsed */
    record Parsed(int numbers, double sum) {}

    @PostMapping(PATH)
    Parsed parse(JsonBody body) {
        try (var in = body.parser()) {
            int numbers = 0;
            double sum = 0;
            for (var token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
                    sum += in.getDoubleValue();
                    numbers++;
                }
            }
            return new Parsed(numbers, sum);
        }
    }
}
