package dev.chainrule.job.spec;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import java.util.Collection;
import tools.jackson.databind.JsonNode;

/** The settings of something in JSON that has a type, on which it depends which settings there are. */
final class TypeSettings {
    private TypeSettings() {}

    /** Notes a fault for each setting that is given, but that the type does not have. */
    static void check(JsonNode given, String type, Collection<String> settings, Faults at) {
        given.forEachEntry((name, value) -> {
            if (!at.isFull() && !name.equals("type") && !value.isNull() && !settings.contains(name)) {
                at.at(name)
                        .unread("is not a setting of " + type + NearestName.hint(name, settings) + "; its settings are "
                                + String.join(", ", settings));
            }
        });
    }
}
