package dev.chainrule.job.spec;

import dev.chainrule.model.definition.Form;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.problem.Faults;
import java.util.LinkedHashMap;
import java.util.Map;

/** A monitored cost in JSON. */
final class MonitorJson {
    static final String FIELD = "monitor";
    static final Form<Monitor> FORM = Form.choice(names());

    private MonitorJson() {}

    private static Map<String, Monitor> names() {
        var names = new LinkedHashMap<String, Monitor>();
        names.put("cost", Monitor.COST);
        names.put("validationCost", Monitor.VALIDATION_COST);
        return names;
    }

    /** The cost of the validation, if there is one. */
    static Monitor defaultFor(boolean validates) {
        return validates ? Monitor.VALIDATION_COST : Monitor.COST;
    }

    /** Notes a fault if the cost of a validation is monitored, but there is none. */
    static boolean check(Monitor monitor, boolean validates, Faults at) {
        return at.require(
                validates || monitor != Monitor.VALIDATION_COST, FIELD,
                "needs a validation: give one, or monitor the cost");
    }
}
