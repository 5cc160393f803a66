package dev.chainrule.job.history;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.chainrule.network.EpochRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An epoch's record, as it is stored, answered and sent as an event. Epoch 0 is the untrained network. */
public final class Epoch {
    public static final String CSV_HEADER =
            Arrays.stream(Figure.values()).map(Figure::key).collect(Collectors.joining(",", "epoch,", "\n"));

    private static final String NUMBER = "epoch";

    private final int number;
    private final double[] figures;

    /** @param figures in the order of {@link Figure}; those that are not finite count as not measured */
    public Epoch(int number, double... figures) {
        if (figures.length != Figure.COUNT) {
            throw new IllegalArgumentException(
                    "An epoch must have " + Figure.COUNT + " figures, but has " + figures.length);
        }
        this.number = number;
        this.figures = Arrays.stream(figures).map(figure -> Double.isFinite(figure) ? figure : Double.NaN).toArray();
    }

    public static Epoch of(EpochRecord epoch) {
        return new Epoch(
                epoch.epoch(), Arrays.stream(Figure.values()).mapToDouble(figure -> figure.of(epoch)).toArray());
    }

    /** Reads what {@link #json} gives. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Epoch of(Map<String, @Nullable Double> json) {
        var number = Objects.requireNonNull(json.get(NUMBER), "every epoch has a number");
        return new Epoch(number.intValue(), Arrays.stream(Figure.values())
                .map(figure -> json.get(figure.key()))
                .mapToDouble(figure -> figure == null ? Double.NaN : figure)
                .toArray());
    }

    /** Every figure under its key; null where it was not measured. */
    @JsonValue
    Map<String, @Nullable Number> json() {
        var json = new LinkedHashMap<String, @Nullable Number>();
        json.put(NUMBER, number);
        for (var figure : Figure.values()) {
            json.put(figure.key(), has(figure) ? (Number) figure(figure) : null);
        }
        return json;
    }

    /** From 0. */
    public int number() {
        return number;
    }

    public boolean has(Figure figure) {
        return !Double.isNaN(figure(figure));
    }

    /** NaN if it was not measured. */
    @SuppressWarnings("EnumOrdinal") // The array is in the order of the figures; an EnumMap would box every number.
    public double figure(Figure figure) {
        return figures[figure.ordinal()];
    }

    /**
     * Whether its validation cost is lower than another epoch's, or its cost where there is no validation; without a cost it never is. This
     * decides which epoch is a job's {@code best}; early stopping may monitor the other cost, see
     * {@link dev.chainrule.network.EarlyStopping.Monitor}.
     */
    public boolean isBetterThan(Epoch other) {
        return selectionCost() < other.selectionCost();
    }

    private double selectionCost() {
        var figure = has(Figure.VALIDATION_COST) ? Figure.VALIDATION_COST : Figure.COST;
        return has(figure) ? figure(figure) : Double.POSITIVE_INFINITY;
    }

    /** A line of CSV under {@link #CSV_HEADER}; empty where a figure was not measured. */
    public String csv() {
        return Arrays.stream(Figure.values())
                .map(figure -> has(figure) ? Double.toString(figure(figure)) : "")
                .collect(Collectors.joining(",", number + ",", "\n"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Epoch epoch && number == epoch.number && Arrays.equals(figures, epoch.figures);
    }

    @Override
    public int hashCode() {
        return 31 * number + Arrays.hashCode(figures);
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
