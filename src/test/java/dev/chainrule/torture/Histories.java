package dev.chainrule.torture;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads cost histories. */
final class Histories {
    private static final int ALL = 100_000;

    private Histories() {}

    /** All epochs' records as text, without their seconds; empty if there was no answer. */
    static Optional<List<JsonNode>> read(Cluster cluster, Replica replica, UUID job) throws InterruptedException {
        return cluster.get(replica, "/jobs/" + job + "/epochs?limit=" + ALL)
                .map(answer -> answer.body().path("data").valueStream().map(Reference::timeless).toList());
    }
}
