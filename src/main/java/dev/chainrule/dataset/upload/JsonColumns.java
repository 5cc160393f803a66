package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Role;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.UnicodeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code "columns": [{"name", "role", "type"}]}. */
final class JsonColumns {
    private static final List<String> FIELDS = List.of("name", "role", "type");

    private final Faults faults;
    private final DatasetProperties limits;
    private final List<JsonColumn> columns = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private JsonColumns(Faults faults, DatasetProperties limits) {
        this.faults = faults;
        this.limits = limits;
    }

    static List<JsonColumn> read(JsonParser parser, Faults faults, DatasetProperties limits) {
        var columns = new JsonColumns(faults, limits);
        columns.read(parser);
        return columns.columns;
    }

    private void read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            faults.add("must be an array of columns, as in [{\"name\": \"age\"}]");
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (columns.size() == limits.maxColumns()) {
                faults.add("has more than the " + limits.maxColumns() + " columns allowed");
                faults.throwIfAny();
            }
            columns.add(readColumn(parser, faults.at(columns.size())));
        }
        if (columns.isEmpty()) {
            faults.add("is empty: a dataset has at least one column");
        }
    }

    private JsonColumn readColumn(JsonParser parser, Faults at) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            at.add("must be an object, as in {\"name\": \"age\"}");
            parser.skipChildren();
            return JsonColumn.unreadable();
        }
        Optional<String> name = Optional.empty();
        Optional<Role> role = Optional.empty();
        Optional<ColumnType> type = Optional.empty();
        boolean named = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> {
                    name = JsonFields.string(parser, at.at(field));
                    named = true;
                }
                case "role" -> role = JsonFields.choice(Role.class, parser, at, field);
                case "type" -> type = JsonFields.choice(ColumnType.class, parser, at, field);
                default -> {
                    at.add(field, "is not a known field" + NearestName.hint(field, FIELDS) + "; known are "
                            + String.join(", ", FIELDS));
                    parser.skipChildren();
                }
            }
        }
        at.require(named, "name", "is missing: every column has a name");
        name.ifPresent(given -> checkName(given, names, limits, at.at("name")));
        if (role.equals(Optional.of(Role.WEIGHT))) {
            at.require(!type.equals(Optional.of(ColumnType.CATEGORICAL)), "type",
                    "must be numeric: weights are numbers");
            at.require(columns.stream().noneMatch(other -> other.role() == Role.WEIGHT), "role",
                    "must not be weight, because another column is: multiply several weights before you upload them");
            type = Optional.of(ColumnType.NUMERIC);
        }
        return new JsonColumn(name.orElse(""), role.orElse(null), type.orElse(null));
    }

    /** @param names those before it; gets this one, too */
    static void checkName(String name, Set<String> names, DatasetProperties limits, Faults at) {
        if (name.isBlank() || name.length() > limits.maxTextLength()
                || name.chars().anyMatch(Character::isISOControl)) {
            at.add("must be a name of 1 to " + limits.maxTextLength() + " characters, without control characters");
        } else if (!UnicodeText.isWellFormed(name)) {
            at.add("is not valid Unicode: half of a surrogate pair is missing");
        } else if (!names.add(name)) {
            at.add("there is another column named \"" + name + "\"");
        }
    }
}
