package dev.chainrule.sweep;

import dev.chainrule.problem.JsonExample;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sweep's request in JSON.
 *
 * @param job a job's request, as for {@code POST /jobs}
 * @param grid paths into the job, each with the values that it takes
 * @param restarts how often every point of the grid is trained, each time with another seed
 * @param rankBy a {@link RankBy}
 */
@JsonExample("{\"job\": {\"model\": \"xor\", \"dataset\": \"xor\"}}")
record SweepDocument(
        @Nullable JsonNode job, @Nullable JsonNode grid, @Nullable Integer restarts, @Nullable String rankBy) {}
