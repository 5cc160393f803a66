package dev.chainrule.dataset.upload;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ResourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The options of an upload: from the query, or from the part {@code metadata} of a multipart request. */
final class UploadOptions {
    private static final List<String> KNOWN =
            List.of("name", "target", "weight", "ignore", "categorical", "numeric", "delimiter", "header", "missing");

    /**
     * One option.
     *
     * @param faults collects what is wrong with it
     */
    record Option(List<String> values, Faults faults) {}

    /** @param exact whether the values are taken as they are; else commas separate them */
    private record GivenValues(List<String> values, boolean exact, Faults faults) {}

    private final Map<String, GivenValues> options = new LinkedHashMap<>();
    private final Faults faults;

    UploadOptions(Faults faults) {
        this.faults = faults;
    }

    /** Reads a query: lists are separated by commas, or given by repeating the parameter. */
    void readQuery(Map<String, List<String>> parameters) {
        parameters.forEach((field, values) -> put(field, new GivenValues(values, false, faults.atParameter(field))));
    }

    /** Reads a JSON object: lists are arrays of exact texts, or strings separated by commas. */
    void readMetadata(JsonText text) {
        var at = faults.at("metadata");
        text.read(parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                at.add("must be a JSON object, as in {\"name\": \"iris\", \"target\": \"species\"}");
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var field = parser.currentName();
                parser.nextToken();
                put(field, value(parser, at.at(field)));
            }
        });
    }

    private static GivenValues value(JsonParser parser, Faults at) {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> new GivenValues(List.of(parser.getString()), false, at);
            case START_ARRAY -> {
                var values = new ArrayList<String>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(JsonFields.string(parser, at.at(values.size())).orElse(""));
                }
                yield new GivenValues(values, true, at);
            }
            default -> {
                at.add("must be a string or an array of strings");
                parser.skipChildren();
                yield new GivenValues(List.of(), true, at);
            }
        };
    }

    private void put(String field, GivenValues given) {
        if (!KNOWN.contains(field)) {
            given.faults().add("is not a known option" + NearestName.hint(field, KNOWN) + "; known are "
                    + String.join(", ", KNOWN));
        } else if (options.putIfAbsent(field, given) != null) {
            given.faults().add("is given twice");
        }
    }

    /** An option that is one text. */
    Optional<Option> single(String field) {
        var given = options.get(field);
        if (given == null) {
            return Optional.empty();
        }
        if (given.values().size() != 1) {
            given.faults().add("must be one value");
            return Optional.empty();
        }
        return Optional.of(new Option(given.values(), given.faults()));
    }

    /** An option that is a list of texts; an empty one if it is not given. */
    Option list(String field) {
        var given = options.get(field);
        if (given == null) {
            return new Option(List.of(), faults);
        }
        return new Option(given.exact() ? given.values() : split(given.values()), given.faults());
    }

    private static List<String> split(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The name for the dataset; a fault is noted if it is invalid. */
    Optional<String> name() {
        var option = single("name");
        option.ifPresent(given -> ResourceName.checkAt(given.values().getFirst(), given.faults()));
        return option.map(given -> given.values().getFirst());
    }

    /** Notes a fault for each option but the name. */
    void allowOnlyName(String why) {
        options.forEach((field, given) -> {
            if (!field.equals("name")) {
                given.faults().add(why);
            }
        });
    }
}
