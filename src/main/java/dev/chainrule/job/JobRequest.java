package dev.chainrule.job;

import dev.chainrule.content.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request to train, in parts: model and dataset may be large, and several requests may have the same ones.
 *
 * @param model empty if it is missing or null
 * @param dataset empty if it is missing or null
 * @param settings all other fields
 */
public record JobRequest(Optional<HashedJson> model, Optional<HashedJson> dataset, ObjectNode settings) {
    static final String MODEL = "model";
    static final String DATASET = "dataset";

    /**
     * A model or a dataset: its name, or the whole of it.
     *
     * @param sha256 of the JSON; requests whose parts have the same one share what is read and stored of them
     */
    public record HashedJson(JsonNode json, String sha256) {
        public static HashedJson of(JsonNode json) {
            return new HashedJson(json, Sha256.of(json.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** @param body not modified */
    public static JobRequest of(ObjectNode body) {
        var settings = JsonNodeFactory.instance.objectNode().setAll(body);
        return new JobRequest(part(body, MODEL), part(body, DATASET), settings.remove(List.of(MODEL, DATASET)));
    }

    private static Optional<HashedJson> part(ObjectNode body, String name) {
        return isGiven(body, name) ? Optional.of(HashedJson.of(body.get(name))) : Optional.empty();
    }

    /** Whether a field is present and not null. */
    static boolean isGiven(ObjectNode body, String name) {
        return !body.path(name).isMissingNode() && !body.path(name).isNull();
    }

    /** This request with another value of a field. */
    public JobRequest with(String field, HashedJson value) {
        return switch (field) {
            case MODEL -> new JobRequest(Optional.of(value), dataset, settings);
            case DATASET -> new JobRequest(model, Optional.of(value), settings);
            default -> {
                var changed = JsonNodeFactory.instance.objectNode().setAll(settings);
                changed.set(field, value.json());
                yield new JobRequest(model, dataset, changed);
            }
        };
    }
}
