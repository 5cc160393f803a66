package dev.chainrule.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract shows a value of each field, parameter and header. The lint checks that the values obey their schemas. */
class ExamplesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What shows a value. A member {@code examples} of a property is no keyword: it is a field's name. */
    private static final List<String> SHOWING = List.of("examples", "example", "default", "enum", "const");

    private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");

    private static final JsonNode CONTRACT = JSON.readTree(new Contract(JSON).json().bytes());

    private final List<String> without = new ArrayList<>();
    private int scalars;

    @Test
    void everyScalarFieldShowsAValue() {
        CONTRACT.path("components").path("schemas").forEachEntry((name, schema) -> look(schema, name, false));

        assertThat(scalars).isGreaterThan(400);
        assertThat(without).isEmpty();
    }

    @Test
    void everyParameterShowsAValue() {
        CONTRACT.path("components").path("parameters").forEachEntry((name, it) -> lookAtSchema(it, name));
        CONTRACT.path("paths").forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> {
            var parameters = method.equals("parameters") ? operation : operation.path("parameters");
            parameters.forEach(it -> lookAtSchema(it, method + " " + path + "?" + it.path("name").asString("")));
        }));

        assertThat(scalars).isGreaterThan(50);
        assertThat(without).isEmpty();
    }

    @Test
    void everyHeaderOfAnAnswerShowsAValue() {
        CONTRACT.path("components").path("headers").forEachEntry((name, it) -> lookAtSchema(it, name));
        CONTRACT.path("components").path("responses").forEachEntry(this::lookAtHeaders);
        CONTRACT.path("paths").forEachEntry(
                (path, operations) -> operations.forEachEntry((method, operation) -> operation.path("responses")
                        .forEachEntry((status, answer) -> lookAtHeaders(method + " " + path + " " + status, answer))));

        assertThat(scalars).isGreaterThan(5);
        assertThat(without).isEmpty();
    }

    private void lookAtHeaders(String answer, JsonNode response) {
        response.path("headers").forEachEntry((name, it) -> lookAtSchema(it, answer + " " + name));
    }

    /** The value may stand beside the schema of a parameter or header, or in it. */
    private void lookAtSchema(JsonNode described, String place) {
        look(described.path("schema"), place, shows(described));
    }

    private static boolean shows(JsonNode node) {
        return SHOWING.stream().anyMatch(node::has);
    }

    /** @param shown whether a value around this schema has one of it, as the example of an array has elements */
    private void look(JsonNode schema, String place, boolean shown) {
        if (!schema.isObject()) {
            return;
        }
        var showing = shown || shows(schema);
        if (isScalar(schema)) {
            scalars++;
            if (!showing) {
                without.add(place);
            }
        }
        var whole = schema.path("examples").path(0);
        schema.path("properties").forEachEntry((name, property) -> look(property, place + "." + name, whole.has(name)));
        for (var within : List.of("items", "additionalProperties")) {
            look(schema.path(within), place + "[]", showing);
        }
        for (var choices : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(choices).forEach(choice -> look(choice, place, showing));
        }
    }

    /** Null alone needs no example, and a file has none that is text. */
    private static boolean isScalar(JsonNode schema) {
        var type = schema.path("type");
        var types = type.isArray() ? type.valueStream().map(JsonNode::asString).toList() : List.of(type.asString(""));
        return types.stream().anyMatch(SCALARS::contains) && !schema.path("format").asString("").equals("binary");
    }
}
