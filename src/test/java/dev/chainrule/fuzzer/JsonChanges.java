package dev.chainrule.fuzzer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes of a JSON document that leave it JSON. */
final class JsonChanges {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Dice dice;

    JsonChanges(Dice dice) {
        this.dice = dice;
    }

    /** A place in a document: a field of an object, or an element of an array. */
    private record Place(JsonNode parent, String name, int index) {
        JsonNode value() {
            return parent.isObject() ? parent.path(name) : parent.path(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }

        @Override
        public String toString() {
            return parent.isObject() ? name : "[" + index + "]";
        }
    }

    private static void places(JsonNode node, List<Place> found) {
        if (node.isObject()) {
            node.forEachEntry((name, value) -> {
                found.add(new Place(node, name, 0));
                places(value, found);
            });
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.add(new Place(node, "", i));
            places(node.get(i), found);
        }
    }

    /**
     * Changes a document at one place.
     *
     * @param document modified, unless it is replaced
     * @param changes gets what was done
     */
    JsonNode change(JsonNode document, List<String> changes) {
        var places = new ArrayList<Place>();
        places(document, places);
        if (places.isEmpty() || dice.chance(0.03)) {
            changes.add("other document");
            return value();
        }
        var place = dice.of(places);
        switch (dice.below(12)) {
            case 0 -> {
                changes.add("drop " + place);
                place.remove();
            }
            case 1 -> {
                changes.add("unknown field beside " + place);
                if (place.parent() instanceof ObjectNode object) {
                    object.set(dice.of("surprise", "Name", "", "a.b", "$ref", "__proto__", Texts.strange(dice)),
                            value());
                } else {
                    ((ArrayNode) place.parent()).add(value());
                }
            }
            case 2 -> {
                changes.add("rename " + place);
                if (place.parent() instanceof ObjectNode object) {
                    var value = object.remove(place.name());
                    object.set(dice.of(place.name() + " ", place.name().toUpperCase(Locale.ROOT),
                            place.name() + "s"), value);
                }
            }
            case 3 -> {
                changes.add("null " + place);
                place.set(JSON.nullNode());
            }
            case 4 -> {
                changes.add("nest " + place);
                place.set(nested(place.value(), dice.of(1, 3, 60, 150)));
            }
            case 5 -> {
                changes.add("number " + place);
                place.set(number());
            }
            case 6 -> {
                changes.add("text " + place);
                place.set(JSON.stringNode(Texts.strange(dice)));
            }
            case 7 -> {
                changes.add("quoted " + place);
                place.set(JSON.stringNode(place.value().toString()));
            }
            case 8 -> {
                changes.add("many of " + place);
                var many = JSON.arrayNode();
                int count = dice.of(2, 70, 600, 12_000);
                for (int i = 0; i < count && !place.value().isContainer(); i++) {
                    many.add(place.value());
                }
                place.set(many);
            }
            case 9 -> {
                changes.add("many fields in " + place);
                var many = JSON.objectNode();
                int count = dice.of(1, 65, 501, 3000);
                for (int i = 0; i < count; i++) {
                    many.put("f" + i, i);
                }
                place.set(many);
            }
            case 10 -> {
                var other = dice.of(places);
                changes.add("swap " + place + " and " + other);
                var value = place.value().deepCopy();
                place.set(other.value().deepCopy());
                if (places(document).contains(other)) {
                    other.set(value);
                }
            }
            default -> {
                changes.add("retype " + place);
                place.set(value());
            }
        }
        return document;
    }

    private static List<Place> places(JsonNode document) {
        var found = new ArrayList<Place>();
        places(document, found);
        return found;
    }

    private static JsonNode nested(JsonNode value, int levels) {
        var nested = value;
        for (int i = 0; i < levels; i++) {
            nested = i % 2 == 0 ? JSON.arrayNode().add(nested) : JSON.objectNode().set("a", nested);
        }
        return nested;
    }

    /** A value of any type. */
    private JsonNode value() {
        return switch (dice.below(8)) {
            case 0 -> JSON.booleanNode(dice.chance(0.5));
            case 1 -> number();
            case 2 -> JSON.stringNode(Texts.strange(dice));
            case 3 -> JSON.arrayNode();
            case 4 -> JSON.objectNode();
            case 5 -> JSON.arrayNode().add(number()).add(JSON.nullNode());
            case 6 -> JSON.nullNode();
            default -> JSON.objectNode().put("type", "surprise");
        };
    }

    private JsonNode number() {
        return switch (dice.below(14)) {
            case 0 -> JSON.numberNode(0);
            case 1 -> JSON.numberNode(-1);
            case 2 -> JSON.numberNode(1.5);
            case 3 -> JSON.numberNode(Integer.MAX_VALUE);
            case 4 -> JSON.numberNode(Integer.MIN_VALUE);
            case 5 -> JSON.numberNode(1L << 31);
            case 6 -> JSON.numberNode(Long.MAX_VALUE);
            case 7 -> JSON.numberNode(BigInteger.ONE.shiftLeft(64));
            case 8 -> JSON.numberNode(new BigDecimal("1e400"));
            case 9 -> JSON.numberNode(1e308);
            case 10 -> JSON.numberNode(5e-324);
            case 11 -> JSON.numberNode(-0.0);
            case 12 -> JSON.numberNode(new BigInteger("9".repeat(dice.of(30, 900, 1100))));
            default -> JSON.numberNode(dice.below(1000));
        };
    }
}
