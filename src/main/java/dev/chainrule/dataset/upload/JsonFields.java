package dev.chainrule.dataset.upload;

import dev.chainrule.problem.Faults;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the value that a parser stands at, or notes why it is not what it should be and gives {@code null}. */
final class JsonFields {
    private JsonFields() {}

    static String string(JsonParser parser, Faults faults) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        faults.add("must be a string");
        parser.skipChildren();
        return null;
    }

    static Long integer(JsonParser parser, Faults faults, long min, long max) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= min && value <= max) {
                return value;
            }
        }
        faults.add("must be an integer between " + min + " and " + max);
        parser.skipChildren();
        return null;
    }

    /** A finite number, at least {@code min}. */
    static Double number(JsonParser parser, Faults faults, double min) {
        if (parser.currentToken() != null && parser.currentToken().isNumeric()) {
            double value = parser.getDoubleValue();
            if (Double.isFinite(value) && value >= min) {
                return value;
            }
        }
        faults.add("must be a number, at least " + min);
        parser.skipChildren();
        return null;
    }

    /** A constant, named in lower case. */
    static <E extends Enum<E>> E choice(Class<E> type, JsonParser parser, Faults parent, String field) {
        var text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : null;
        parser.skipChildren();
        return parent.choice(field, text, type);
    }
}
