package dev.chainrule.model;

/**
 * The version that answers a request.
 *
 * @param because why it is this one, as a sentence
 */
public record ServedVersion(LoadedVersion version, String because) {
    public TrainedModel trained() {
        return version.trained();
    }
}
