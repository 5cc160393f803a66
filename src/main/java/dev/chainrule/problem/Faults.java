package dev.chainrule.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Collects what is wrong with a request, so that one answer names every fault. Not thread-safe.
 *
 * <p>{@link #at(String)} gives the same collection, seen from a nested part: pointers are relative to it.
 */
public final class Faults {
    /** More than this many faults are counted, not listed. */
    private static final int LISTED = 100;

    private final Faults whole;
    private final Object part;
    private final Collection collection;

    /** What all parts share. */
    private static final class Collection {
        final List<FieldProblem> listed = new ArrayList<>();
        int count;
    }

    /** @param whole the part that this one is in; null: it is the whole, and {@code part} its pointer */
    private Faults(Faults whole, Object part, Collection collection) {
        this.whole = whole;
        this.part = part;
        this.collection = collection;
    }

    public Faults() {
        this(null, "", new Collection());
    }

    /**
     * Costs next to nothing, so that readers of many values may ask for every value's place: a pointer is written only where there is
     * a fault.
     *
     * @param part a field's name or an index; slashes and tildes in it are escaped
     */
    public Faults at(Object part) {
        return new Faults(this, part, collection);
    }

    /** The same collection, seen from a query parameter. */
    public Faults atParameter(String name) {
        return new Faults(null, "?" + name, collection);
    }

    /** Notes a fault of this part. */
    public void add(String detail) {
        collection.count++;
        if (!isFull()) {
            collection.listed.add(new FieldProblem(pointer(), detail));
        }
    }

    /** Notes a fault of a field of this part. */
    public void add(Object field, String detail) {
        at(field).add(detail);
    }

    /** Notes a fault unless {@code holds}; gives {@code holds} back. */
    public boolean require(boolean holds, Object field, String detail) {
        if (!holds) {
            add(field, detail);
        }
        return holds;
    }

    /**
     * The constant that a text names in lower case.
     *
     * @return null, and a fault of the field, if there is none
     */
    public <E extends Enum<E>> E choice(Object field, String text, Class<E> type) {
        for (var constant : type.getEnumConstants()) {
            if (JsonName.of(constant).equals(text)) {
                return constant;
            }
        }
        add(field, "must be one of " + Arrays.stream(type.getEnumConstants()).map(JsonName::of)
                .collect(Collectors.joining(", ")));
        return null;
    }

    /**
     * Gets what this part asks for.
     *
     * @throws ProblemException what the lookup threw, with pointers to this part or to parts of it
     */
    public <T> T named(Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (ProblemException problem) {
            throw problem.within(pointer());
        }
    }

    /** The JSON pointer of this part. */
    public String pointer() {
        return whole == null
                ? part.toString()
                : whole.pointer() + "/" + part.toString().replace("~", "~0").replace("/", "~1");
    }

    public boolean isEmpty() {
        return collection.count == 0;
    }

    /** How many faults were noted so far, in whatever part, those that are not listed too. */
    public int count() {
        return collection.count;
    }

    /** Whether further faults would not be listed, so that there is no use in looking for them. */
    public boolean isFull() {
        return collection.listed.size() >= LISTED;
    }

    /** The first hundred faults. */
    public List<FieldProblem> found() {
        return List.copyOf(collection.listed);
    }

    /** @throws ProblemException (422) if anything was noted */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw ProblemException.invalid(collection.listed);
        }
    }
}
