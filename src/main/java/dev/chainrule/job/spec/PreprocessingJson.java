package dev.chainrule.job.spec;

import dev.chainrule.model.definition.Form;
import dev.chainrule.model.definition.SettingsForm;
import dev.chainrule.preprocessing.CategoricalEncoding;
import dev.chainrule.preprocessing.MissingValues;
import dev.chainrule.preprocessing.PreprocessingSettings;
import dev.chainrule.preprocessing.Scaling;

/** In JSON, how columns become inputs and targets. */
final class PreprocessingJson {
    private static final Form<Scaling> SCALING = Form.choice(Scaling.class);
    private static final Form<CategoricalEncoding> CATEGORICAL = Form.choice(CategoricalEncoding.class);
    private static final Form<MissingValues> MISSING = Form.choice(MissingValues.class);

    private PreprocessingJson() {}

    static SettingsForm<PreprocessingSettings> form(PreprocessingSettings defaults) {
        return new SettingsForm<>("preprocessing", "{\"numeric\": \"standardize\"}", given -> new PreprocessingSettings(
                given.take("numeric", defaults.numeric(), SCALING, PreprocessingSettings::numeric),
                given.take("categorical", defaults.categorical(), CATEGORICAL, PreprocessingSettings::categorical),
                given.take("missing", defaults.missing(), MISSING, PreprocessingSettings::missing),
                given.take("targets", defaults.targets(), SCALING, PreprocessingSettings::targets)));
    }
}
