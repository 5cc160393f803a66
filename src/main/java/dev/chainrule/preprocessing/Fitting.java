package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.UploadForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Fits the encoding of each column to the training rows. All rows count equally, whatever their weight in the cost. */
public final class Fitting {
    /** The largest pixel of an image: the scale of all pixels, so that dark pixels are not amplified. */
    private static final double LARGEST_PIXEL = 255;

    private final UploadForm source;
    private final Table table;
    private final RowSelection rows;
    private final PreprocessingSettings settings;
    private final List<String> names;

    private Fitting(UploadForm source, Table table, RowSelection rows, PreprocessingSettings settings) {
        this.source = source;
        this.table = table;
        this.rows = rows;
        this.settings = settings;
        this.names = table.columns().stream().map(Column::name).toList();
    }

    /**
     * Fits all columns to some rows and to no others. The categories are those of the whole dataset, so that the number of inputs does not
     * depend on the rows.
     *
     * @param rows the training rows, at least one
     * @param outputs how many outputs the network has: one for two classes means 0 and 1, else classes are one-hot
     */
    public static Preprocessing fit(
            UploadForm source, Table table, int[] rows, PreprocessingSettings settings, int outputs) {
        return new Fitting(source, table, RowSelection.of(rows), settings).fit(outputs);
    }

    /** Fits all columns to all rows; otherwise as {@link #fit}. */
    public static Preprocessing fitAll(UploadForm source, Table table, PreprocessingSettings settings, int outputs) {
        return new Fitting(source, table, RowSelection.all(table.rows()), settings).fit(outputs);
    }

    private Preprocessing fit(int outputs) {
        var schema = Schema.of(table.columns());
        var statistics = statistics();
        var features = new ArrayList<ColumnEncoder>();
        for (var feature : schema.features()) {
            features.add(feature.isNumeric() ? number(feature, statistics) : oneHot(feature));
        }
        var targets = new ArrayList<ColumnEncoder>();
        for (var target : schema.targets()) {
            if (target.isNumeric()) {
                targets.add(target(target.name(), statistics));
            } else if (outputs == 1 && target.categories().size() == 2) {
                targets.add(new ColumnEncoder.Binary(target.name(), target.categories()));
            } else {
                targets.add(new ColumnEncoder.OneHot(target.name(), target.categories(), null, List.of()));
            }
        }
        return new Preprocessing(features, targets);
    }

    /** Means are needed even where nothing is missing, because rows that are predicted later may lack values. */
    private ColumnStatistics statistics() {
        boolean spread = settings.numeric() == Scaling.STANDARD || settings.targets() == Scaling.STANDARD;
        boolean wanted = spread
                || settings.numeric() == Scaling.MINMAX
                || settings.targets() == Scaling.MINMAX
                || settings.missing() == MissingValues.MEAN;
        return wanted ? ColumnStatistics.of(table, rows, spread) : ColumnStatistics.none(table);
    }

    /** A column that is constant or has no value in the training rows has the scale 0, so that later values of it have no effect. */
    private ColumnEncoder number(Column feature, ColumnStatistics statistics) {
        int column = names.indexOf(feature.name());
        Double missing = settings.missing() == MissingValues.ERROR ? null : (Double) statistics.mean(column);
        if (missing != null && statistics.count(column) == 0) {
            return new ColumnEncoder.Numeric(feature.name(), 0, 0, missing);
        }
        double shift = shift(settings.numeric(), statistics, column);
        if (isConstant(settings.numeric(), statistics, column)) {
            return new ColumnEncoder.Numeric(feature.name(), shift, 0, missing);
        }
        if (source == UploadForm.IMAGES && settings.numeric() == Scaling.MINMAX) {
            return new ColumnEncoder.Numeric(feature.name(), 0, 1 / LARGEST_PIXEL, missing);
        }
        return new ColumnEncoder.Numeric(
                feature.name(), shift, scale(settings.numeric(), statistics, column), missing);
    }

    /** Targets that are all equal are only shifted: outputs are divided by the scale. */
    private ColumnEncoder target(String name, ColumnStatistics statistics) {
        int column = names.indexOf(name);
        double scale = isConstant(settings.targets(), statistics, column)
                ? 1
                : scale(settings.targets(), statistics, column);
        return new ColumnEncoder.Numeric(name, shift(settings.targets(), statistics, column), scale, null);
    }

    private static double shift(Scaling scaling, ColumnStatistics statistics, int column) {
        return switch (scaling) {
            case NONE -> 0;
            case STANDARD -> statistics.mean(column);
            case MINMAX -> statistics.min(column);
        };
    }

    /** Half of a range is compared, which no standard deviation exceeds (Popoviciu, 1935). */
    private static boolean isConstant(Scaling scaling, ColumnStatistics statistics, int column) {
        double rounding = statistics.meanRounding(column);
        return switch (scaling) {
            case NONE -> false;
            case STANDARD -> statistics.standardDeviation(column) <= rounding;
            case MINMAX -> range(statistics, column) / 2 <= rounding;
        };
    }

    private static double scale(Scaling scaling, ColumnStatistics statistics, int column) {
        return switch (scaling) {
            case NONE -> 1;
            case STANDARD -> inverse(statistics.standardDeviation(column));
            case MINMAX -> inverse(range(statistics, column));
        };
    }

    private static double range(ColumnStatistics statistics, int column) {
        return statistics.max(column) - statistics.min(column);
    }

    /** 1 where the spread or its inverse is beyond the range of a double. */
    private static double inverse(double spread) {
        double inverse = 1 / spread;
        return inverse > 0 && Double.isFinite(inverse) ? inverse : 1;
    }

    private ColumnEncoder oneHot(Column feature) {
        int column = names.indexOf(feature.name());
        var counts = new int[feature.categories().size()];
        int known = 0;
        for (int i = 0; i < rows.count(); i++) {
            double code = table.value(rows.row(i), column);
            if (!Double.isNaN(code)) {
                counts[(int) code]++;
                known++;
            }
        }
        double total = Math.max(1, known);
        var shares = settings.missing() == MissingValues.ERROR
                ? null
                : Arrays.stream(counts).mapToObj(count -> count / total).toList();
        var untrained = IntStream.range(0, counts.length)
                .filter(code -> counts[code] == 0)
                .mapToObj(feature.categories()::get)
                .toList();
        return new ColumnEncoder.OneHot(feature.name(), feature.categories(), shares, untrained);
    }
}
