package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.chainrule.problem.JsonName;
import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a version of a model is named: by its number, by an alias, or by a rule that chooses one of the versions that exist. */
public sealed interface VersionReference {
    /** What names a version, as the detail of a fault. */
    String FORM = "must be the number of a version, an alias, \"newest\" or \"best\"";

    record Numbered(int version) implements VersionReference {
        @Override
        public Object json() {
            return version;
        }
    }

    /** A name that users give to a version and may move to another one. */
    record Alias(String name) implements VersionReference {
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,62}");

        /** Words that stand for something else where a version is named. */
        private static final Set<String> RESERVED = Set.of("newest", "best", "initial");

        static boolean isName(String text) {
            return NAME.matcher(text).matches() && !RESERVED.contains(text);
        }

        @Override
        public Object json() {
            return name;
        }
    }

    enum VersionRule implements VersionReference {
        /** The one with the highest number; versions that a sweep's jobs trained are left out. */
        NEWEST,
        /**
         * The one with the lowest validation cost; if none has a validation cost, the one with the lowest cost. Of equal ones the older.
         * Both are those of the epoch whose parameters the version has.
         */
        BEST;

        @Override
        public Object json() {
            return JsonName.of(this);
        }
    }

    /** A number, or a text. */
    @JsonValue
    Object json();

    /** The reference that a query parameter, a part of a path or a column holds; empty if it is not one. */
    static Optional<VersionReference> of(String text) {
        for (var rule : VersionRule.values()) {
            if (rule.json().equals(text)) {
                return Optional.of(rule);
            }
        }
        if (Alias.isName(text)) {
            return Optional.of(new Alias(text));
        }
        try {
            return Optional.of(new Numbered(Integer.parseInt(text)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * The one of a query parameter {@code version}; empty if there is none.
     *
     * @throws ProblemException (422) if it is no reference
     */
    static Optional<VersionReference> inQuery(@Nullable String version) {
        return Optional.ofNullable(version)
                .map(text -> of(text).orElseThrow(() -> ProblemException.invalid("?version", FORM)));
    }

    /**
     * The reference in the path of a request.
     *
     * @throws ProblemException (404) if the text cannot name a version, and so names none that exists
     */
    public static VersionReference inPath(String model, String version) {
        return of(version).orElseThrow(() -> VersionChoice.absent(model, "version \"" + version + "\""));
    }

    /** The reference that a field of a request holds: a number, or a text; empty if it is not one. */
    static Optional<VersionReference> of(JsonNode field) {
        if (field.isInt()) {
            return Optional.of(new Numbered(field.intValue()));
        }
        return field.isString()
                ? of(field.stringValue()).filter(found -> !(found instanceof Numbered))
                : Optional.empty();
    }
}
