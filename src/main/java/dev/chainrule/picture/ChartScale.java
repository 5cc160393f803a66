package dev.chainrule.picture;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import org.jspecify.annotations.Nullable;

/** How the values' axis of a chart is divided. */
public enum ChartScale {
    LINEAR {
        @Override
        public double place(double number) {
            return number;
        }

        @Override
        public ChartAxis axis(String name, double lower, double upper) {
            return ChartAxis.linear(name, lower, upper);
        }
    },
    LOG {
        @Override
        public double place(double number) {
            return Math.log10(number);
        }

        @Override
        public ChartAxis axis(String name, double lower, double upper) {
            return ChartAxis.logarithmic(name, lower, upper);
        }
    };

    /**
     * The scale that a request names by {@code ?scale=}.
     *
     * @param name {@code null}: linear
     * @param faults gets a fault if no scale has this name; the result is meaningless then
     */
    public static ChartScale of(@Nullable String name, Faults faults) {
        if (name == null) {
            return LINEAR;
        }
        return faults.atParameter("scale").choice(name, ChartScale.class, JsonName::of).orElse(LINEAR);
    }

    /** Where a number stands on the axis; it is above 0 on a logarithmic one. */
    public abstract double place(double number);

    /** An axis from one place to another. */
    public abstract ChartAxis axis(String name, double lower, double upper);
}
