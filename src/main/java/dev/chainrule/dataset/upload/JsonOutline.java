package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ResourceName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The first reading of a JSON dataset: checks that it is JSON, and finds which form it has and how large its arrays are. */
final class JsonOutline {
    private static final List<String> FIELDS =
            List.of("name", "features", "targets", "columns", "rows", "generator", "from");

    private static final String FORMS = "Send features and targets, or columns and rows, or generator, or from";

    /**
     * An array of rows.
     *
     * @param width of the first row
     */
    record ArrayShape(int rows, int width) {}

    private final Faults faults;
    private final DatasetProperties limits;
    private final Set<String> fields = new HashSet<>();
    private Optional<String> name = Optional.empty();
    private Optional<ArrayShape> features = Optional.empty();
    private Optional<ArrayShape> targets = Optional.empty();
    private List<JsonColumn> columns = List.of();
    private Optional<Generator> generator = Optional.empty();
    private Optional<String> from = Optional.empty();

    private JsonOutline(Faults faults, DatasetProperties limits) {
        this.faults = faults;
        this.limits = limits;
    }

    /** @throws ProblemException if the document is not a dataset in exactly one of the forms */
    static JsonOutline read(JsonText text, Faults faults, DatasetProperties limits) {
        var outline = new JsonOutline(faults, limits);
        text.read(outline::read);
        faults.throwIfAny();
        outline.checkForm();
        faults.throwIfAny();
        return outline;
    }

    private void read(JsonParser parser) {
        if (parser.nextToken() == null) {
            throw ProblemException.malformed("The body is empty: " + FORMS);
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            faults.add("must be an object. " + FORMS);
            faults.throwIfAny();
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var field = parser.currentName();
            parser.nextToken();
            if (!fields.add(field)) {
                faults.add(field, "is given twice");
            }
            readField(field, parser);
            if (faults.isFull()) {
                faults.throwIfAny();
            }
        }
        if (parser.nextToken() != null) {
            throw ProblemException.malformed("Text follows the end of the JSON object in line "
                    + parser.currentTokenLocation().getLineNr() + ": send one JSON object");
        }
    }

    private void readField(String field, JsonParser parser) {
        switch (field) {
            case "name" -> name = JsonFields.string(parser, faults.at(field));
            case "features" -> features = shape(parser, faults.at(field));
            case "targets" -> targets = shape(parser, faults.at(field));
            case "rows" -> checkRows(parser, faults.at(field));
            case "columns" -> columns = JsonColumns.read(parser, faults.at(field), limits);
            case "from" -> from = JsonFields.string(parser, faults.at(field));
            case "generator" -> generator = Generator.read(parser, faults.at(field), limits);
            default -> {
                faults.add(field, "is not a known field" + NearestName.hint(field, FIELDS) + "; known are "
                        + String.join(", ", FIELDS));
                parser.skipChildren();
            }
        }
    }

    private Optional<ArrayShape> shape(JsonParser parser, Faults at) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            at.add("must be an array of rows, as in [[0, 1], [1, 0]]");
            parser.skipChildren();
            return Optional.empty();
        }
        int count = 0;
        int width = -1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                at.add(count, "must be an array of numbers. Rows that are objects need columns, as in {\"columns\":"
                        + " [{\"name\": \"a\"}], \"rows\": [{\"a\": 1}]}");
                at.throwIfAny();
            }
            requireRow(parser.currentToken() == JsonToken.START_ARRAY, count, at);
            width = width < 0 ? width(parser, at) : skip(parser, width);
            count = counted(count, at);
        }
        if (count == 0) {
            at.add("is empty: send at least one row");
        }
        return Optional.of(new ArrayShape(count, width));
    }

    /** Rows of named columns, of which each may be an array or an object; their values are read later. */
    private void checkRows(JsonParser parser, Faults at) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            at.add("must be an array of rows, as in [[0, 1], [1, 0]], or of objects, as in [{\"a\": 0, \"b\": 1}]");
            parser.skipChildren();
            return;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireRow(
                    parser.currentToken() == JsonToken.START_ARRAY || parser.currentToken() == JsonToken.START_OBJECT,
                    count, at);
            parser.skipChildren();
            count = counted(count, at);
        }
        if (count == 0) {
            at.add("is empty: send at least one row");
        }
    }

    private static void requireRow(boolean isRow, int index, Faults at) {
        if (!isRow) {
            at.add(index, "must be a row, itself an array: write [[0], [1]] instead of [0, 1]");
            at.throwIfAny();
        }
    }

    private int counted(int before, Faults at) {
        if (before == limits.maxRows()) {
            at.add("has more than the " + limits.maxRows() + " rows allowed");
            at.throwIfAny();
        }
        return before + 1;
    }

    private int width(JsonParser parser, Faults at) {
        int width = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            width++;
        }
        at.require(width > 0, 0, "is empty: a row has at least one value");
        at.require(width <= limits.maxColumns(), 0, "has " + width + " values; at most " + limits.maxColumns()
                + " columns are allowed");
        return width;
    }

    private static int skip(JsonParser parser, int width) {
        parser.skipChildren();
        return width;
    }

    private void checkForm() {
        boolean arrays = fields.contains("features") || fields.contains("targets");
        boolean stored = from.isPresent();
        boolean table = fields.contains("rows") || (fields.contains("columns") && !stored);
        int forms = (arrays ? 1 : 0) + (table ? 1 : 0) + (generator.isPresent() ? 1 : 0) + (stored ? 1 : 0);
        if (forms != 1) {
            faults.add((forms == 0 ? "has no data. " : "has more than one kind of data. ") + FORMS);
            return;
        }
        name.ifPresent(given -> ResourceName.check(given, faults));
        if (arrays) {
            requireBoth("features", "targets");
            features.ifPresent(inputs -> targets.ifPresent(outputs -> checkArrays(inputs, outputs)));
        } else if (table) {
            requireBoth("columns", "rows");
        }
    }

    private void requireBoth(String one, String other) {
        faults.require(fields.contains(one), one, "is missing: " + one + " and " + other + " go together");
        faults.require(fields.contains(other), other, "is missing: " + one + " and " + other + " go together");
    }

    private void checkArrays(ArrayShape inputs, ArrayShape outputs) {
        faults.require(inputs.rows() == outputs.rows(), "targets",
                "has " + outputs.rows() + " rows, but features has "
                        + inputs.rows());
        faults.require(inputs.width() + outputs.width() <= limits.maxColumns(), "features",
                "and targets have more than "
                        + limits.maxColumns() + " columns together");
    }

    Optional<String> name() {
        return name;
    }

    /** The rows that the document holds or describes. */
    UploadedRows source(JsonText text, Datasets datasets) {
        if (from.isPresent()) {
            var dataset = faults.at("from").locating(() -> datasets.find(from.get()));
            return StoredSource.of(dataset, () -> datasets.stream(dataset), columns, faults);
        }
        if (generator.isPresent()) {
            return new GeneratorSource(generator.get(), faults.at("generator"));
        }
        return columns.isEmpty()
                ? new ArraysSource(text, features.orElseThrow().width(), targets.orElseThrow().width(), faults)
                : new JsonTableSource(text, columns.stream().map(JsonColumn::declaration).toList(), faults);
    }
}
