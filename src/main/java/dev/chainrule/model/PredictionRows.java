package dev.chainrule.model;

import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads rows of raw values: arrays in the order of the features, or objects by their names. */
final class PredictionRows {
    /** More names or categories than this are not listed in a fault. */
    private static final int LISTED = 20;

    private final List<Feature> features;
    private final Map<String, Integer> positions;

    /** @param codes the index of each category; null for a number */
    private record Feature(String name, List<String> categories, Map<String, Integer> codes, boolean mayBeMissing) {

        static Feature of(ColumnEncoder encoder) {
            return switch (encoder) {
                case ColumnEncoder.Numeric numeric ->
                    new Feature(numeric.column(), List.of(), null, numeric.missing() != null);
                case ColumnEncoder.OneHot oneHot -> categorical(oneHot, oneHot.missing() != null);
                case ColumnEncoder.Binary binary -> categorical(binary, false);
            };
        }

        private static Feature categorical(ColumnEncoder encoder, boolean mayBeMissing) {
            return new Feature(encoder.column(), encoder.categories(), indices(encoder.categories()), mayBeMissing);
        }

        /** The number, or the index of the category; NaN where it is missing. Anything where there is a fault. */
        double read(JsonNode value, Faults at) {
            if (value.isNull()) {
                if (!mayBeMissing) {
                    at.add("must not be null: the model was trained to refuse missing values");
                }
                return Double.NaN;
            }
            return codes == null ? number(value, at) : category(value, at);
        }

        private double number(JsonNode value, Faults at) {
            double number = value.doubleValue(Double.NaN);
            if (!Double.isFinite(number)) {
                at.add("must be a finite number" + orNull());
            }
            return number;
        }

        private double category(JsonNode value, Faults at) {
            var code = value.isValueNode() ? codes.get(value.asString()) : null;
            if (code == null) {
                at.add("must be one of " + listed(categories) + orNull());
                return 0;
            }
            return code;
        }

        private String orNull() {
            return mayBeMissing ? ", or null where it is unknown" : "";
        }
    }

    private PredictionRows(Preprocessing preprocessing) {
        this.features = preprocessing.features().stream().map(Feature::of).toList();
        this.positions = indices(features.stream().map(Feature::name).toList());
    }

    private static Map<String, Integer> indices(List<String> texts) {
        var indices = new HashMap<String, Integer>();
        for (var text : texts) {
            indices.put(text, indices.size());
        }
        return indices;
    }

    private static String listed(List<String> texts) {
        return texts.stream().limit(LISTED).collect(Collectors.joining(", ")) + (texts.size() > LISTED ? ", …" : "");
    }

    /**
     * @param faults at the array of rows; takes what is wrong with it
     * @return for each row and feature the number, or the index of the category; NaN where it is missing
     */
    static double[][] read(JsonNode rows, Preprocessing preprocessing, int maxRows, Faults faults) {
        if (rows == null || !rows.isArray() || rows.isEmpty()) {
            faults.add("must be an array of at least one row");
            return new double[0][];
        }
        if (rows.size() > maxRows) {
            faults.add("has " + rows.size() + " rows, more than " + maxRows + ": send them in parts");
            return new double[0][];
        }
        var reader = new PredictionRows(preprocessing);
        var raw = new double[rows.size()][];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = reader.row(rows.get(i), faults.at(i));
        }
        return raw;
    }

    private double[] row(JsonNode row, Faults at) {
        if (row.isObject()) {
            return byName(row, at);
        }
        if (row.isArray()) {
            return byPosition(row, at);
        }
        at.add("must be an array of values, or an object of values by column name");
        return new double[features.size()];
    }

    private double[] byPosition(JsonNode row, Faults at) {
        var raw = new double[features.size()];
        if (row.size() != raw.length) {
            at.add("must have " + raw.length + " values (" + names() + "), but has " + row.size());
            return raw;
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = features.get(i).read(row.get(i), at.at(i));
        }
        return raw;
    }

    private double[] byName(JsonNode row, Faults at) {
        var raw = new double[features.size()];
        for (var name : row.propertyNames()) {
            if (!positions.containsKey(name)) {
                at.add(name, "is no feature of the model; its features are " + names());
            }
        }
        for (int i = 0; i < raw.length; i++) {
            var feature = features.get(i);
            var value = row.get(feature.name());
            if (at.require(value != null, feature.name(), "is missing: give a value, or null where it is unknown")) {
                raw[i] = feature.read(value, at.at(feature.name()));
            }
        }
        return raw;
    }

    private String names() {
        return listed(features.stream().map(Feature::name).toList());
    }
}
