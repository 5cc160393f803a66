package dev.chainrule.model.definition;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values with settings: in JSON an object with a field for each setting, which may be left out where it has a default. A value is written
 * with every setting. A field that is not a setting is a fault.
 *
 * @param name what has the settings, in the text of a fault
 * @param example an object, as the fault of a value that is none shows it
 * @param table takes the settings one by one, and creates a value of them; it must accept every default and every allowed value
 */
public record SettingsForm<D>(String name, String example, Function<Settings<D>, D> table) implements Form<D> {
    @Override
    public Optional<D> read(JsonNode given, Faults at) {
        if (!given.isObject()) {
            at.unread("must be an object, as in " + example);
            return Optional.empty();
        }
        return read(given, Set.of(), _ -> "", at);
    }

    /** The names of the settings. */
    public Set<String> names() {
        var settings = new GivenSettings<D>(JsonNodeFactory.instance.objectNode(), new Faults(), new LinkedHashSet<>());
        var _ = table.apply(settings);
        return settings.names;
    }

    /**
     * @param others fields that are allowed beside the settings
     * @param elsewhere what else to say about a field that is no setting
     */
    Optional<D> read(JsonNode given, Set<String> others, UnaryOperator<String> elsewhere, Faults at) {
        return at.attempt(() -> {
            var settings = new GivenSettings<D>(given, at, new LinkedHashSet<>());
            var value = table.apply(settings);
            requireKnown(given, settings.names, others, elsewhere, at);
            return Optional.of(value);
        });
    }

    private void requireKnown(
            JsonNode given, Set<String> known, Set<String> others, UnaryOperator<String> elsewhere, Faults at) {
        given.forEachEntry((field, value) -> {
            if (!at.isFull() && !value.isNull() && !known.contains(field) && !others.contains(field)) {
                at.at(field).unread("is not a setting of " + name + NearestName.hint(field, known) + "; "
                        + (known.isEmpty() ? "it has none" : "its settings are " + String.join(", ", known))
                        + elsewhere.apply(field));
            }
        });
    }

    @Override
    public JsonNode write(D value) {
        return write(value, JsonNodeFactory.instance.objectNode());
    }

    /** Adds the settings of a value to an object. */
    ObjectNode write(D value, ObjectNode json) {
        var _ = table.apply(new Written<>(value, json, new Faults()));
        return json;
    }

    /**
     * Settings as a user gives them.
     *
     * @param names of the settings that were taken
     */
    private record GivenSettings<D>(JsonNode json, Faults at, Set<String> names) implements Settings<D> {
        @Override
        public <T> Optional<T> take(String name, Form<T> form, Function<D, @Nullable T> accessor) {
            names.add(name);
            return isGiven(name) ? form.read(json.path(name), at.at(name)) : Optional.empty();
        }

        @Override
        public <T> T require(
                String name, T otherwise, String missing, Form<T> form, Function<D, @Nullable T> accessor) {
            at.require(isGiven(name), name, missing);
            return take(name, otherwise, form, accessor);
        }

        @Override
        public boolean isGiven(String name) {
            return !json.path(name).isMissingNode() && !json.path(name).isNull();
        }
    }

    /** The settings of a value. */
    private record Written<D>(D value, ObjectNode json, Faults at) implements Settings<D> {
        @Override
        public <T> Optional<T> take(String name, Form<T> form, Function<D, @Nullable T> accessor) {
            var setting = Optional.ofNullable(accessor.apply(value));
            setting.ifPresent(given -> json.set(name, form.write(given)));
            return setting;
        }

        @Override
        public <T> T require(
                String name, T otherwise, String missing, Form<T> form, Function<D, @Nullable T> accessor) {
            return take(name, otherwise, form, accessor);
        }

        @Override
        public boolean isGiven(String name) {
            return json.has(name);
        }
    }
}
