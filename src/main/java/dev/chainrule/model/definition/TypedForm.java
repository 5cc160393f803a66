package dev.chainrule.model.definition;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of several types, each with settings of its own: in JSON a type's name, or {@code {"type": name}} with its settings. A value is
 * written as an object, with every setting.
 *
 * @param missing what the fault of a missing type suggests, as in "name the optimiser, such as adam"
 */
public record TypedForm<T>(String missing, List<Variant<T, ?>> types) implements Form<T> {
    static final String TYPE = "type";

    /**
     * A type of values.
     *
     * @param includes which values of the class are of this type
     */
    public record Variant<T, D extends T>(Class<D> type, Predicate<D> includes, SettingsForm<D> form) {
        /** The type, by its name in JSON, whose values are all of a class. */
        public static <T, D extends T> Variant<T, D> of(String name, Class<D> type, Function<Settings<D>, D> table) {
            return new Variant<>(type, _ -> true, form(name, table));
        }

        /** Settings of a type with this name. */
        static <D> SettingsForm<D> form(String name, Function<Settings<D>, D> table) {
            return new SettingsForm<>(name, "{\"type\": \"" + name + "\"}", table);
        }

        private boolean includes(T value) {
            return type.isInstance(value) && includes.test(type.cast(value));
        }

        private Optional<D> read(JsonNode given, UnaryOperator<String> elsewhere, Faults at) {
            return form.read(given, Set.of(TYPE), elsewhere, at);
        }

        private ObjectNode write(T value) {
            return form.write(type.cast(value), JsonNodeFactory.instance.objectNode().put(TYPE, form.name()));
        }
    }

    /** The names of the settings of all types. */
    public Set<String> names() {
        return types.stream()
                .flatMap(type -> type.form().names().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<T> read(JsonNode given, Faults at) {
        if (!given.isObject() && !given.isString()) {
            var example = types.getFirst().form();
            at.unread("must be a name, as in \"" + example.name() + "\", or an object, as in " + example.example());
            return Optional.empty();
        }
        var named = given.isObject() ? given.path(TYPE) : given;
        if (named.isMissingNode() || named.isNull()) {
            at.add(TYPE, "is missing: " + missing);
            return Optional.empty();
        }
        if (!named.isString()) {
            at.at(TYPE).unread("must be a string");
            return Optional.empty();
        }
        var name = named.stringValue();
        for (var type : types) {
            if (type.form().name().equals(name)) {
                return type.read(given, this::elsewhere, at).map(Function.identity());
            }
        }
        var names = types.stream().map(type -> type.form().name()).toList();
        at.add(TYPE, "must be one of " + String.join(", ", names) + NearestName.hint(name, names));
        return Optional.empty();
    }

    /** Which types have a setting that the given one has not. */
    private String elsewhere(String setting) {
        var having = types.stream()
                .map(Variant::form)
                .filter(form -> form.names().contains(setting))
                .map(SettingsForm::name)
                .toList();
        return having.isEmpty() ? "" : "; types with this setting: " + Listing.of(having);
    }

    @Override
    public ObjectNode write(T value) {
        return types.stream()
                .filter(type -> type.includes(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no name for " + value))
                .write(value);
    }
}
