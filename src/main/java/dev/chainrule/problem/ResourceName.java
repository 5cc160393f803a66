package dev.chainrule.problem;

import java.util.regex.Pattern;

/** The names that users give to datasets and models. */
public final class ResourceName {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private ResourceName() {}

    /** Whether a text that is a name or an id is an id. */
    public static boolean isId(String nameOrId) {
        return ID.matcher(nameOrId).matches();
    }

    /** Whether this is a valid name. An invalid one need not be looked up: nothing has it, and some databases refuse such texts. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Notes a fault of the field {@code name} if the name is invalid. */
    public static void check(String name, Faults faults) {
        checkAt(name, faults.at("name"));
    }

    /** Notes a fault of this part, which is the name, if it is invalid. */
    public static void checkAt(String name, Faults at) {
        if (!isName(name)) {
            at.add("must match " + NAME + ": 1 to 63 lower-case letters, digits, dots, underscores and hyphens");
        }
        if (isId(name)) {
            at.add("must not have the form of an id (a UUID)");
        }
    }
}
