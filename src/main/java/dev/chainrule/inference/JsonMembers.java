package dev.chainrule.inference;

import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.UnicodeText;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads members of the protocol's objects. Each method begins at the value of a member and ends at the end of it. */
final class JsonMembers {
    private JsonMembers() {}

    static String text(JsonParser json, String pointer) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw ProblemException.invalid(pointer, "must be a string");
        }
        var text = json.getString();
        if (!UnicodeText.isWellFormed(text)) {
            throw ProblemException.invalid(pointer, "is not valid Unicode: half of a surrogate pair is missing");
        }
        return text;
    }

    static boolean logical(JsonParser json, String pointer) {
        if (!json.currentToken().isBoolean()) {
            throw ProblemException.invalid(pointer, "must be true or false");
        }
        return json.getBooleanValue();
    }

    /** An integer from 0 to 2³¹ − 1. */
    static int count(JsonParser json, String pointer) {
        boolean isInt = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT;
        if (!isInt || json.getIntValue() < 0) {
            throw ProblemException.invalid(pointer, "must be an integer between 0 and " + Integer.MAX_VALUE);
        }
        return json.getIntValue();
    }

    /** @param parameter takes the name and the value of each, and reads the value or skips it */
    static void parameters(JsonParser json, String pointer, BiConsumer<String, JsonParser> parameter) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw ProblemException.invalid(pointer, "must be an object");
        }
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            parameter.accept(name, json);
        }
    }

    /** @param pointer to the object, with a slash at its end */
    static ProblemException unknown(String pointer, String member, List<String> known) {
        return ProblemException.invalid(pointer + member.replace("~", "~0").replace("/", "~1"),
                "is not a known field" + NearestName.hint(member, known) + "; known are " + String.join(", ", known));
    }
}
