package dev.chainrule.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a request, so that one answer names every fault. Not thread-safe.
 *
 * <p>{@link #at(Object)} gives the same collection, seen from a nested part: pointers are relative to it. A fault that many rows have is
 * listed once, see {@link #atEach(Object)}.
 *
 * <p>A reader that has noted a fault returns a default value and continues, so that one answer names all faults. Its result is used only if
 * there are no faults: see {@link #attempt(Supplier)} and {@link #throwIfAny()}.
 */
public final class Faults {
    /** More than this many faults are counted, not listed. */
    private static final int LISTED = 100;

    /** {@code null}: this is the whole, and {@code part} its pointer. */
    private final @Nullable Faults whole;
    private final Object part;
    private final boolean isOneOfMany;
    private final Collection collection;

    /** What all parts share. */
    private static final class Collection {
        final List<FieldProblem> listed = new ArrayList<>();
        final Map<FaultPattern, Repetition> repetitions = new HashMap<>();
        final List<String> unread = new ArrayList<>();
        int count;
    }

    /**
     * What the same fault of several rows has in common.
     *
     * @param pattern the pointer, with an asterisk for each row
     */
    private record FaultPattern(String pattern, String detail) {}

    /** How often a listed fault was noted. */
    private static final class Repetition {
        /** Places that are named, the first one by the fault's pointer. */
        private static final int NAMED = 3;

        final int index;
        final List<String> furtherPlaces = new ArrayList<>();
        int count = 1;

        Repetition(int index) {
            this.index = index;
        }

        void add(Supplier<String> place) {
            count++;
            if (count <= NAMED) {
                furtherPlaces.add(place.get());
            }
        }

        FieldProblem inWords(FieldProblem first) {
            return count == 1 ? first
                    : new FieldProblem(first.pointer(),
                            first.detail() + "; also at " + String.join(" and ", furtherPlaces) + " (" + count
                                    + " places in total)");
        }
    }

    private Faults(@Nullable Faults whole, Object part, boolean isOneOfMany, Collection collection) {
        this.whole = whole;
        this.part = part;
        this.isOneOfMany = isOneOfMany;
        this.collection = collection;
    }

    public Faults() {
        this(null, "", false, new Collection());
    }

    /**
     * Costs little, so that readers of many values may ask for the place of each: a pointer is built only where there is a fault.
     *
     * @param part a field's name or an index; slashes and tildes in it are escaped
     */
    public Faults at(Object part) {
        return new Faults(this, part, false, collection);
    }

    /**
     * As {@link #at(Object)}, for one of many parts that are alike, such as a row: a fault that several of them have, in the same place and
     * with the same detail, is listed once, with their number and up to three of the places.
     */
    public Faults atEach(Object index) {
        return new Faults(this, index, true, collection);
    }

    /** The same collection, seen from a query parameter. */
    public Faults atParameter(String name) {
        return new Faults(null, "?" + name, false, collection);
    }

    /** Notes a fault of this part. */
    public void add(String detail) {
        add(detail, detail, this::pointer);
    }

    /**
     * Notes a fault of this part whose detail says more than what it shares with others.
     *
     * @param shared what the same fault of other parts has in common with this one
     * @param place names this part in the list of the places that have the fault
     */
    public void add(String detail, String shared, Supplier<String> place) {
        collection.count++;
        boolean isOnce = !isWithinOneOfMany();
        if ((isOnce && isFull()) || followsFromUnread()) {
            return;
        }
        if (isOnce) {
            list(detail);
            return;
        }
        var kind = new FaultPattern(pattern(), shared);
        var repetition = collection.repetitions.get(kind);
        if (repetition != null) {
            repetition.add(place);
        } else if (!isFull()) {
            collection.repetitions.put(kind, new Repetition(collection.listed.size()));
            list(detail);
        }
    }

    /**
     * Notes that this part could not be read. Further faults of it, of its parts, and of what contains it, are counted, but not listed:
     * they would be about a value that was not given.
     */
    public void unread(String detail) {
        add(detail);
        collection.unread.add(pointer());
    }

    /** Whether this part, or a part of it, could not be read, so that nothing is known of its value. */
    public boolean isPartlyUnread() {
        var pointer = pointer();
        return collection.unread.stream().anyMatch(unread -> isWithin(unread, pointer));
    }

    private boolean followsFromUnread() {
        if (collection.unread.isEmpty()) {
            return false;
        }
        var pointer = pointer();
        return collection.unread.stream().anyMatch(unread -> isWithin(unread, pointer) || isWithin(pointer, unread));
    }

    private static boolean isWithin(String pointer, String outer) {
        return pointer.equals(outer) || pointer.startsWith(outer + "/");
    }

    private void list(String detail) {
        if (!isFull()) {
            collection.listed.add(new FieldProblem(pointer(), detail));
        }
    }

    private boolean isWithinOneOfMany() {
        return isOneOfMany || (whole != null && whole.isWithinOneOfMany());
    }

    private String pattern() {
        return whole == null ? part.toString() : whole.pattern() + "/" + (isOneOfMany ? "*" : part);
    }

    /** Notes a fault of a field of this part. */
    public void add(Object field, String detail) {
        at(field).add(detail);
    }

    /** Notes a fault unless {@code holds}; returns {@code holds}. */
    public boolean require(boolean holds, Object field, String detail) {
        if (!holds) {
            add(field, detail);
        }
        return holds;
    }

    /**
     * The constant that a text names in lower case.
     *
     * @return empty, and a fault of the field noted, if there is none
     */
    public <E extends Enum<E>> Optional<E> choice(Object field, @Nullable String text, Class<E> type) {
        return at(field).choice(text, type, JsonName::of);
    }

    /**
     * The constant that a text names, which is this part.
     *
     * @param text {@code null} names none
     * @param name of a constant
     * @return empty, and a fault of this part noted, if there is none
     */
    public <E extends Enum<E>> Optional<E> choice(@Nullable String text, Class<E> type, Function<E, String> name) {
        var names = Arrays.stream(type.getEnumConstants()).map(name).toList();
        int index = names.indexOf(text);
        if (index < 0) {
            add("must be one of " + String.join(", ", names) + NearestName.hint(text, names));
            return Optional.empty();
        }
        return Optional.of(type.getEnumConstants()[index]);
    }

    /**
     * Looks up what this part names.
     *
     * @throws ProblemException what the lookup threw, with pointers to this part or to parts of it; (422) with all faults if what the part
     *     names is not there, and other faults were noted before
     */
    public <T> T locating(Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (ProblemException problem) {
            var located = problem.within(pointer());
            if (located.type() == ProblemType.NOT_FOUND && !isEmpty()) {
                located.errors()
                        .forEach(error -> new Faults(null, error.pointer(), false, collection).add(error.detail()));
                throwIfAny();
            }
            throw located;
        }
    }

    /**
     * Runs a reader.
     *
     * @return what it read; empty if it noted a fault, of any part
     */
    public <T> Optional<T> attempt(Supplier<Optional<T>> reader) {
        int before = collection.count;
        var read = reader.get();
        return collection.count > before ? Optional.empty() : read;
    }

    /** Whether a check notes no fault, of any part. */
    public boolean passes(Runnable check) {
        int before = collection.count;
        check.run();
        return collection.count == before;
    }

    /** The JSON pointer of this part. */
    public String pointer() {
        return whole == null
                ? part.toString()
                : whole.pointer() + "/" + PointerStep.of(part.toString());
    }

    public boolean isEmpty() {
        return collection.count == 0;
    }

    /** How many faults were noted so far, of any part, including those that are not listed. */
    public int count() {
        return collection.count;
    }

    /** Whether further faults would not be listed, so that looking for them is useless. */
    public boolean isFull() {
        return collection.listed.size() >= LISTED;
    }

    /** The first hundred faults. */
    public List<FieldProblem> found() {
        var found = new ArrayList<>(collection.listed);
        for (var repetition : collection.repetitions.values()) {
            found.set(repetition.index, repetition.inWords(found.get(repetition.index)));
        }
        return List.copyOf(found);
    }

    /** @throws ProblemException (422) if anything was noted */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw ProblemException.invalid(found());
        }
    }
}
