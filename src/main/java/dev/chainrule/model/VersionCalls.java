package dev.chainrule.model;

import dev.chainrule.budget.Computations;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Loads versions and predicts: where it is little work on the request's own thread, so that it waits for no turn, else as a computation. */
@Component
public class VersionCalls {
    /** Multiplications that take a millisecond or a few. */
    private static final long SMALL_WORK = 5_000_000;

    /** Bytes of a version that are read in a few milliseconds. */
    private static final long SMALL_LOAD = 4L << 20;

    private final Versions versions;
    private final Computations computations;

    VersionCalls(Versions versions, Computations computations) {
        this.versions = versions;
        this.computations = computations;
    }

    /**
     * Loads a version and calls it.
     *
     * @param named by the request; empty: the version that the model serves
     * @param rows that are to be predicted
     * @throws ProblemException as {@link Versions#load}, or what {@code use} throws
     */
    public <T> T call(String nameOrId, Optional<VersionReference> named, long rows, Function<ServedVersion, T> use) {
        return load(nameOrId, named, served -> compute(served, rows, () -> use.apply(served)));
    }

    /** Loads a version and uses it, as one computation if there is much to load. */
    <T> T load(String nameOrId, Optional<VersionReference> named, Function<ServedVersion, T> use) {
        var chosen = versions.choose(nameOrId, named);
        return versions.bytesToLoad(chosen) > SMALL_LOAD
                ? computations.run(() -> use.apply(versions.load(chosen)))
                : use.apply(versions.load(chosen));
    }

    /** Predicts rows, as a computation if they are much work. */
    <T> T compute(ServedVersion served, long rows, Supplier<T> work) {
        return Saturated.product(rows, served.trained().network().parameters().size()) <= SMALL_WORK
                ? work.get()
                : computations.run(work::get);
    }
}
