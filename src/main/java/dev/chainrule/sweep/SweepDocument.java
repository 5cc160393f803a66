package dev.chainrule.sweep;

import tools.jackson.databind.JsonNode;

/**
 * A sweep's request in JSON.
 *
 * @param job a job's request, as for {@code POST /jobs}
 * @param grid paths into the job, each with the values that it takes; may be left out
 * @param restarts how often every point of the grid is trained, each time with another seed
 * @param rankBy a {@link RankBy}
 */
record SweepDocument(JsonNode job, JsonNode grid, Integer restarts, String rankBy) {}
