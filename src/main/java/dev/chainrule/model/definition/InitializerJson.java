package dev.chainrule.model.definition;

import dev.chainrule.model.definition.TypedForm.Variant;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.Initializer.Distribution;
import dev.chainrule.network.Initializer.Normal;
import dev.chainrule.network.Initializer.Scale;
import dev.chainrule.network.Initializer.Scaled;
import dev.chainrule.network.Initializer.Uniform;
import dev.chainrule.network.Initializer.Zeros;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Initialisers in JSON. One without settings is written as its name. */
final class InitializerJson implements Form<Initializer> {
    static final InitializerJson FORM = new InitializerJson();

    private static final double SPREAD = 1;

    private final TypedForm<Initializer> types = new TypedForm<>(
            "name the initialiser, such as glorot_uniform", types());

    private InitializerJson() {}

    private static List<Variant<Initializer, ?>> types() {
        var types = new ArrayList<Variant<Initializer, ?>>();
        types.add(Variant.of("zeros", Zeros.class, _ -> new Zeros()));
        types.add(Variant.of("normal", Normal.class, given -> new Normal(
                given.take("standardDeviation", SPREAD, POSITIVE, Normal::standardDeviation))));
        types.add(Variant.of("uniform", Uniform.class, given -> new Uniform(
                given.take("limit", SPREAD, POSITIVE, Uniform::limit))));
        for (var scale : Scale.values()) {
            for (var distribution : Distribution.values()) {
                var scaled = new Scaled(scale, distribution);
                types.add(new Variant<>(
                        Scaled.class, scaled::equals,
                        Variant.form(JsonName.of(scale) + "_" + JsonName.of(distribution), _ -> scaled)));
            }
        }
        return types;
    }

    @Override
    public Optional<Initializer> read(JsonNode given, Faults at) {
        return types.read(given, at);
    }

    @Override
    public JsonNode write(Initializer initializer) {
        var written = types.write(initializer);
        return written.size() == 1 ? written.get(TypedForm.TYPE) : written;
    }
}
