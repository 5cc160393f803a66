package dev.chainrule.model.definition;

import dev.chainrule.network.NumberRule;
import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How a value is written in JSON, and which values are allowed. */
public interface Form<T> {
    Form<Double> POSITIVE = number(NumberRule.POSITIVE);
    Form<Double> NOT_NEGATIVE = number(NumberRule.NOT_NEGATIVE);
    Form<Double> FRACTION = number(NumberRule.FRACTION);
    Form<Double> SHARE = number(NumberRule.SHARE);
    Form<String> TEXT = text();
    Form<Boolean> FLAG = flag();

    /**
     * Reads a value that was given, and is not null.
     *
     * @param at where it stands
     * @return empty, and a fault noted, if it is of another type or not allowed
     */
    Optional<T> read(JsonNode given, Faults at);

    JsonNode write(T value);

    /**
     * As {@link #read}, for a value that may be left out.
     *
     * @param given JSON's null, too, if it is left out: then the result is empty without a fault
     */
    default Optional<T> readIfGiven(@Nullable JsonNode given, Faults at) {
        return given == null || given.isNull() ? Optional.empty() : read(given, at);
    }

    private static Form<Double> number(NumberRule rule) {
        return new Form<>() {
            @Override
            public Optional<Double> read(JsonNode given, Faults at) {
                if (!given.isNumber()) {
                    at.unread("must be a number");
                    return Optional.empty();
                }
                double value = given.doubleValue(Double.NaN);
                if (rule.holds(value)) {
                    return Optional.of(value);
                }
                at.add("must be " + rule.allowed() + butIs(given));
                return Optional.empty();
            }

            @Override
            public JsonNode write(Double value) {
                return JsonNodeFactory.instance.numberNode(value);
            }
        };
    }

    static Form<Integer> integer(int least, int most) {
        return new Form<>() {
            @Override
            public Optional<Integer> read(JsonNode given, Faults at) {
                if (!given.isIntegralNumber()) {
                    at.unread("must be an integer " + (most == Integer.MAX_VALUE ? "of " : "") + range()
                            + ", without quotes and without a fraction");
                    return Optional.empty();
                }
                if (given.isInt() && given.intValue() >= least && given.intValue() <= most) {
                    return Optional.of(given.intValue());
                }
                at.add("must be " + range() + butIs(given));
                return Optional.empty();
            }

            private String range() {
                return most == Integer.MAX_VALUE ? "at least " + least : "between " + least + " and " + most;
            }

            @Override
            public JsonNode write(Integer value) {
                return JsonNodeFactory.instance.numberNode(value);
            }
        };
    }

    private static Form<String> text() {
        return new Form<>() {
            @Override
            public Optional<String> read(JsonNode given, Faults at) {
                if (!given.isString()) {
                    at.unread("must be a string");
                    return Optional.empty();
                }
                return Optional.of(given.stringValue());
            }

            @Override
            public JsonNode write(String value) {
                return JsonNodeFactory.instance.stringNode(value);
            }
        };
    }

    private static Form<Boolean> flag() {
        return new Form<>() {
            @Override
            public Optional<Boolean> read(JsonNode given, Faults at) {
                if (!given.isBoolean()) {
                    at.unread("must be true or false");
                    return Optional.empty();
                }
                return Optional.of(given.booleanValue());
            }

            @Override
            public JsonNode write(Boolean value) {
                return JsonNodeFactory.instance.booleanNode(value);
            }
        };
    }

    /** Constants by their names in lower case. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        var names = new LinkedHashMap<String, E>();
        for (var constant : type.getEnumConstants()) {
            names.put(JsonName.of(constant), constant);
        }
        return choice(names);
    }

    /** @param names of the values that are allowed */
    static <T> Form<T> choice(Map<String, T> names) {
        return new Form<>() {
            @Override
            public Optional<T> read(JsonNode given, Faults at) {
                return TEXT.read(given, at).flatMap(name -> {
                    var value = Optional.ofNullable(names.get(name));
                    if (value.isEmpty()) {
                        at.add("must be one of " + String.join(", ", names.keySet())
                                + NearestName.hint(name, names.keySet()));
                    }
                    return value;
                });
            }

            @Override
            public JsonNode write(T value) {
                return names.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(value))
                        .map(entry -> JsonNodeFactory.instance.stringNode(entry.getKey()))
                        .findFirst().orElseThrow();
            }
        };
    }

    /** Elements after one of another type are not checked. */
    static <T> Form<List<T>> array(Form<T> element) {
        return new Form<>() {
            @Override
            public Optional<List<T>> read(JsonNode given, Faults at) {
                if (!given.isArray()) {
                    at.unread("must be an array");
                    return Optional.empty();
                }
                return at.attempt(() -> {
                    var values = new ArrayList<T>();
                    for (int i = 0; i < given.size() && !at.isPartlyUnread(); i++) {
                        element.read(given.get(i), at.at(i)).ifPresent(values::add);
                    }
                    return Optional.of(values);
                });
            }

            @Override
            public JsonNode write(List<T> values) {
                var array = JsonNodeFactory.instance.arrayNode();
                values.forEach(value -> array.add(element.write(value)));
                return array;
            }
        };
    }

    private static String butIs(JsonNode given) {
        return ", but is " + Excerpt.of(given.toString(), 40);
    }
}
