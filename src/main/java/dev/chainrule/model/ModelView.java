package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chainrule.model.Serving.ServesView;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.model.definition.ModelDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model as users see it: its definition, every default written out, and its versions.
 *
 * @param parameterCount null while the number of inputs is left to the dataset
 * @param versions the numbers of its trained versions, oldest first
 * @param aliases numbers of versions by their aliases, in alphabetical order
 * @param createdBy the name of a key, or of callers without one
 */
record ModelView(
        UUID id, @JsonUnwrapped ModelDocument definition, @Nullable Long parameterCount, List<Integer> versions,
        ServesView serves, Map<String, Integer> aliases, String createdBy,
        Instant createdAt) {

    static ModelView of(Model model, ModelDocument document, ModelDefinition definition, List<Integer> versions,
            ServesView serves) {
        return new ModelView(
                model.id(),
                document,
                definition.inputs().isPresent()
                        ? definition.parameterCount(definition.inputs().getAsInt())
                        : null,
                versions,
                serves,
                model.aliases(),
                model.createdBy(),
                model.createdAt());
    }
}
