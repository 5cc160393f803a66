package dev.chainrule.fuzzer;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract as a tree, with its operations, and checks of JSON by its schemas. */
final class OpenApi {
    private static final String ADDRESS = "https://chainrule.dev/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> byPointer = new HashMap<>();
    private final List<Operation> operations;

    private OpenApi(String json) {
        document = JsonMapper.shared().readTree(json);
        var formats = SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        schemas = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31(),
                registry -> registry.schemas(Map.of(ADDRESS, json)).schemaRegistryConfig(formats));
        var found = new ArrayList<Operation>();
        document.path("paths").forEachEntry((path, item) -> item.forEachEntry((method, _) -> {
            if (METHODS.contains(method)) {
                found.add(Operation.of(this, method, path));
            }
        }));
        operations = List.copyOf(found);
    }

    /** The contract that the service serves. */
    static OpenApi ofService() {
        try (var yaml = Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.yaml"))) {
            return new OpenApi(new YAMLMapper().readTree(yaml).toString());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** The operation that a request is one of, by its method and its path without the query. */
    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.pattern().matcher(path).matches())
                // Literal parts count more than variables.
                .min((a, b) -> Integer.compare(a.parameters("path").size(), b.parameters("path").size()));
    }

    /** A part of the document, with its reference followed. */
    Part at(String pointer) {
        var node = document.at(JsonPointer.compile(pointer));
        return node.has("$ref") && !node.has("oneOf") && !node.has("type")
                ? at(node.path("$ref").stringValue().substring(1))
                : new Part(pointer, node);
    }

    /**
     * A part of the document.
     *
     * @param pointer where it stands
     */
    record Part(String pointer, JsonNode node) {
        boolean exists() {
            return !node.isMissingNode();
        }

        /** The pointer to a part of it. */
        String pointer(String name) {
            return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        }
    }

    /** What is wrong with JSON by the schema at a pointer; empty: nothing. */
    List<String> faults(String pointer, String json) {
        return byPointer.computeIfAbsent(pointer, at -> schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + at)))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(fault -> fault.getInstanceLocation() + ": " + fault.getMessage())
                .toList();
    }
}
