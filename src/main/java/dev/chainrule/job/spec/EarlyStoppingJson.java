package dev.chainrule.job.spec;

import dev.chainrule.model.definition.Form;
import dev.chainrule.model.definition.SettingsForm;
import dev.chainrule.network.EarlyStopping;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.problem.Faults;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** In JSON, when a run that no longer improves ends. */
final class EarlyStoppingJson {
    static final int DEFAULT_PATIENCE = 10;

    private static final Form<Integer> EPOCHS = Form.integer(1, Integer.MAX_VALUE);

    private EarlyStoppingJson() {}

    static Set<String> names() {
        return form(Monitor.COST).names();
    }

    private static SettingsForm<EarlyStopping> form(Monitor defaultMonitor) {
        return new SettingsForm<>("earlyStopping", "{\"patience\": 10}", given -> new EarlyStopping(
                given.take(MonitorJson.FIELD, defaultMonitor, MonitorJson.FORM, EarlyStopping::monitor),
                given.take("patience", DEFAULT_PATIENCE, EPOCHS, EarlyStopping::patience),
                given.take("minDelta", 0.0, Form.NOT_NEGATIVE, EarlyStopping::minDelta),
                given.take("restoreBest", true, Form.FLAG, EarlyStopping::restoreBest)));
    }

    /**
     * @param validates whether there is a validation, whose cost can be monitored
     * @return empty if there are faults, which are noted
     */
    static Optional<EarlyStopping> read(JsonNode given, boolean validates, Faults at) {
        return form(MonitorJson.defaultFor(validates)).read(given, at)
                .filter(stopping -> MonitorJson.check(stopping.monitor(), validates, at));
    }

    static JsonNode write(EarlyStopping stopping) {
        return form(Monitor.COST).write(stopping);
    }
}
