package dev.chainrule.torture;

/**
 * A kind of job.
 *
 * @param body the request; {@code @} stands for the name of the model, which is the job's own
 */
record JobSpecimen(String kind, String body) {
    String request(String model) {
        return body.replace("@", model);
    }
}
