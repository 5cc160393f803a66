package dev.chainrule.fuzzer;

import dev.chainrule.fuzzer.OpenApi.Part;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON of a schema: as a rule what the schema allows, but patterns of texts are not followed. */
final class ValueMaker {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEP = 6;
    private static final int SMALL = 12;

    private final OpenApi contract;
    private final Fixture fixture;
    private final Dice dice;

    ValueMaker(OpenApi contract, Fixture fixture, Dice dice) {
        this.contract = contract;
        this.fixture = fixture;
        this.dice = dice;
    }

    JsonNode value(String pointer, String name) {
        return value(contract.at(pointer), name, 0);
    }

    /** Puts names and ids of what is stored where an example has others. */
    void name(JsonNode document) {
        document.forEachEntry((field, value) -> {
            if (value.isString() && dice.chance(0.9)) {
                fixture.value(field).filter(_ -> document instanceof ObjectNode)
                        .ifPresent(stored -> ((ObjectNode) document).put(field, stored));
            }
        });
        document.forEach(this::name);
    }

    private JsonNode value(Part schema, String name, int depth) {
        var node = schema.node();
        var stored = fixture.value(name);
        boolean text = node.path("type").asString("").equals("string")
                || schema.node().toString().contains("ResourceReference");
        if (stored.isPresent() && text && dice.chance(0.8)) {
            return JSON.stringNode(stored.get());
        }
        if (node.path("examples").isArray() && dice.chance(0.3)) {
            return dice.of(List.copyOf(node.path("examples").valueStream().toList())).deepCopy();
        }
        if (node.has("const")) {
            return node.path("const");
        }
        if (node.path("enum").isArray()) {
            return node.path("enum").get(dice.below(node.path("enum").size()));
        }
        for (var choice : List.of("oneOf", "anyOf")) {
            if (node.path(choice).isArray()) {
                var part = contract.at(schema.pointer(choice) + "/" + dice.below(node.path(choice).size()));
                return value(part, name, depth + 1);
            }
        }
        return switch (type(node)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" -> JSON.numberNode(integer(node));
            case "number" -> JSON.numberNode(number(node));
            case "boolean" -> JSON.booleanNode(dice.chance(0.5));
            case "string" -> JSON.stringNode(text(node));
            case "null" -> JSON.nullNode();
            default -> JSON.numberNode(dice.below(SMALL));
        };
    }

    private String type(JsonNode node) {
        var type = node.path("type");
        if (type.isArray()) {
            return type.get(dice.chance(0.9) ? 0 : dice.below(type.size())).stringValue();
        }
        return type.isString() ? type.stringValue() : node.has("properties") ? "object" : "";
    }

    private ObjectNode object(Part schema, int depth) {
        var object = JSON.objectNode();
        var required = schema.node().path("required").valueStream().map(JsonNode::asString).toList();
        double share = depth > DEEP ? 0 : dice.share() * 0.7;
        schema.node().path("properties").forEachEntry((field, _) -> {
            if (required.contains(field) || dice.chance(share)) {
                object.set(field,
                        value(contract.at(contract.at(schema.pointer("properties")).pointer(field)), field, depth + 1));
            }
        });
        var others = schema.node().path("additionalProperties");
        if (others.isObject() && depth <= DEEP) {
            for (int i = 0; i < dice.below(3); i++) {
                var field = dice.of("a", "x", "y", "yes", "optimizer.learningRate", "epochs", "batchSize");
                object.set(field, value(contract.at(schema.pointer("additionalProperties")), field, depth + 1));
            }
        }
        return object;
    }

    private JsonNode array(Part schema, int depth) {
        var array = JSON.arrayNode();
        int least = schema.node().path("minItems").asInt(0);
        int most = schema.node().path("maxItems").asInt(least + 3);
        int count = depth > DEEP ? least : Math.min(most, least + dice.below(4));
        for (int i = 0; i < count; i++) {
            array.add(value(contract.at(schema.pointer("items")), "", depth + 1));
        }
        return array;
    }

    private long integer(JsonNode node) {
        long least = node.path("minimum").asLong(-2);
        long most = node.path("maximum").asLong(Long.MAX_VALUE);
        return switch (dice.below(8)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> node.path("default").asLong(least);
            default -> {
                long from = least < -1000 ? 0 : least;
                yield from + dice.below(Math.clamp(most - from, 0, SMALL - 1) + 1);
            }
        };
    }

    private double number(JsonNode node) {
        double least = node.path("minimum").asDouble(node.path("exclusiveMinimum").asDouble(-1));
        double most = node.path("maximum").asDouble(node.path("exclusiveMaximum").asDouble(Math.max(least, 0) + 1));
        return switch (dice.below(8)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> node.path("default").asDouble((least + most) / 2);
            default -> least / 2 + most / 2 + (dice.share() - 0.5) * (most / 2 - least / 2);
        };
    }

    private String text(JsonNode node) {
        return switch (node.path("format").asString("")) {
            case "uuid" -> "01890000-0000-7000-8000-000000000000";
            case "date-time" -> "2026-11-30T12:00:00Z";
            default -> dice.chance(0.1) ? Texts.strange(dice) : "fuzzed-" + dice.below(20);
        };
    }
}
