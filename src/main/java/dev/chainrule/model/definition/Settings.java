package dev.chainrule.model.definition;

import dev.chainrule.problem.Faults;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the settings of a D one by one, from JSON or from a D. So one expression, with a line for each setting, reads a D, writes it and
 * lists its settings:
 *
 * <pre>{@code
 * settings -> new Momentum(
 *         settings.take("learningRate", 0.01, POSITIVE, Momentum::learningRate),
 *         settings.take("momentum", 0.9, FRACTION, Momentum::momentum))
 * }</pre>
 */
public interface Settings<D> {
    /**
     * Takes a setting that has no default.
     *
     * @param accessor gives the setting of a D; null: it is left out
     * @return empty if the setting is left out, or faulty
     */
    <T> Optional<T> take(String name, Form<T> form, Function<D, @Nullable T> accessor);

    /**
     * As {@link #take(String, Form, Function)}, for a setting that has a default.
     *
     * @param otherwise the value if the setting is left out; also if it is faulty, so that the rest can be read
     */
    default <T> T take(String name, T otherwise, Form<T> form, Function<D, @Nullable T> accessor) {
        return take(name, form, accessor).orElse(otherwise);
    }

    /**
     * As {@link #take(String, Object, Form, Function)}, for a setting that must be given.
     *
     * @param otherwise the value that the rest is read with if the setting is left out or faulty
     * @param missing the fault if it is left out
     */
    <T> T require(String name, T otherwise, String missing, Form<T> form, Function<D, @Nullable T> accessor);

    /** Whether the setting is there, faulty or not. */
    boolean isGiven(String name);

    /** Where faults of several settings together are noted. */
    Faults at();
}
