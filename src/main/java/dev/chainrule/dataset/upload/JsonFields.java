package dev.chainrule.dataset.upload;

import dev.chainrule.problem.Faults;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the parser's current value, or notes why it is invalid. */
final class JsonFields {
    private JsonFields() {}

    static Optional<String> string(JsonParser parser, Faults faults) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return Optional.of(parser.getString());
        }
        faults.add("must be a string");
        parser.skipChildren();
        return Optional.empty();
    }

    static OptionalLong integer(JsonParser parser, Faults faults, long min, long max) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        }
        faults.add("must be an integer between " + min + " and " + max);
        parser.skipChildren();
        return OptionalLong.empty();
    }

    /** A finite number, at least {@code min}. */
    static OptionalDouble number(JsonParser parser, Faults faults, double min) {
        if (parser.currentToken() != null && parser.currentToken().isNumeric()) {
            double value = parser.getDoubleValue();
            if (Double.isFinite(value) && value >= min) {
                return OptionalDouble.of(value);
            }
        }
        faults.add("must be a number, at least " + min);
        parser.skipChildren();
        return OptionalDouble.empty();
    }

    /** A constant, named in lower case. */
    static <E extends Enum<E>> Optional<E> choice(Class<E> type, JsonParser parser, Faults parent, String field) {
        var text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
        parser.skipChildren();
        return parent.choice(field, text, type);
    }
}
