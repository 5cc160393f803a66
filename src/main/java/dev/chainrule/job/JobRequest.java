package dev.chainrule.job;

import dev.chainrule.content.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /** A field's value in JSON; a model or a dataset: its name, or the whole of it. Not thread-safe. */
    public static final class HashedJson {
        private final JsonNode json;
        private @Nullable String sha256;

        private HashedJson(JsonNode json) {
            this.json = json;
        }

        /** @param json not modified from now on */
        public static HashedJson of(JsonNode json) {
            return new HashedJson(json);
        }

        public JsonNode json() {
            return json;
        }

        /**
         * The hash of the JSON, computed when it is first asked for: requests whose models or datasets have the same one share what is read
         * and stored of them.
         */
        public String sha256() {
            if (sha256 == null) {
                sha256 = Sha256.of(json.toString().getBytes(StandardCharsets.UTF_8));
            }
            return sha256;
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
