package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What to generate: {@code {"type", "rows", "noise", "seed"}}.
 *
 * @param noise how far the data deviate; its exact meaning depends on the type
 * @param seed the same seed gives the same rows
 */
record Generator(Type type, int rows, double noise, long seed) {
    /** As many as the TensorFlow Playground shows. */
    private static final int DEFAULT_ROWS = 500;

    /** A truth table has four rows. */
    private static final int DEFAULT_LOGIC_ROWS = 4;

    private static final List<String> FIELDS = List.of("type", "rows", "noise", "seed");

    private static final long DEFAULT_SEED = 42;

    /** The kinds of data; {@link GeneratorSource} has their formulas. */
    enum Type {
        AND,
        OR,
        XOR,
        GAUSS,
        CIRCLES,
        QUADRANTS,
        SPIRAL,
        MOONS,
        PLANE,
        SINE;

        boolean isLogic() {
            return switch (this) {
                case AND, OR, XOR -> true;
                case GAUSS, CIRCLES, QUADRANTS, SPIRAL, MOONS, PLANE, SINE -> false;
            };
        }

        int inputs() {
            return this == SINE ? 1 : 2;
        }
    }

    /** Reads the object that the parser stands at; what is invalid is noted and replaced by a default. Empty if it names no type. */
    static Optional<Generator> read(JsonParser parser, Faults faults, DatasetProperties limits) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            faults.add("must be an object, as in {\"type\": \"spiral\", \"rows\": 500}");
            parser.skipChildren();
            return Optional.empty();
        }
        Optional<Type> type = Optional.empty();
        boolean typed = false;
        var rows = OptionalLong.empty();
        double noise = 0;
        long seed = DEFAULT_SEED;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var field = parser.currentName();
            var at = faults.at(field);
            parser.nextToken();
            switch (field) {
                case "type" -> {
                    type = JsonFields.choice(Type.class, parser, faults, field);
                    typed = true;
                }
                case "rows" -> rows = JsonFields.integer(parser, at, 1, limits.maxRows());
                case "noise" -> noise = JsonFields.number(parser, at, 0).orElse(noise);
                case "seed" -> seed = JsonFields.integer(parser, at, Long.MIN_VALUE, Long.MAX_VALUE).orElse(seed);
                default -> {
                    at.add("is not a known field" + NearestName.hint(field, FIELDS) + "; known are "
                            + String.join(", ", FIELDS));
                    parser.skipChildren();
                }
            }
        }
        faults.require(typed, "type", "is missing: name what to generate");
        if (type.isEmpty()) {
            return Optional.empty();
        }
        int count = (int) rows.orElse(type.get().isLogic() ? DEFAULT_LOGIC_ROWS : DEFAULT_ROWS);
        return Optional.of(new Generator(type.get(), count, noise, seed));
    }
}
