package dev.chainrule.sweep;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.JobRequest;
import dev.chainrule.job.SweepJobs;
import dev.chainrule.job.spec.JobSpecJson;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and checks requests for sweeps, except what {@code job} checks: the requests of the jobs. */
@Component
class SweepRequests {
    /** A job's row with its objects, before and after it is stored. */
    private static final long ROW = 8L << 10;

    /** A character of a job's settings, as they are bound, checked, written and stored. */
    private static final long CHARACTER_OF_SETTINGS = 12;

    private final JsonBinder json;
    private final SweepJobs jobs;
    private final SweepProperties limits;
    private final MemoryBudget memory;

    SweepRequests(JsonBinder json, SweepJobs jobs, SweepProperties limits, MemoryBudget memory) {
        this.memory = memory;
        this.json = json;
        this.jobs = jobs;
        this.limits = limits;
    }

    /**
     * A request whose grid fits its job.
     *
     * @param job an object; whether it is a job's request is not known yet
     * @param grid without axes that are faulty
     * @param gridJson the grid as it was sent
     * @param faults of the request so far; the sweep is accepted only if there are none, and the job has none
     * @param notToCheck fields of the job that faulty axes lead to
     */
    record SweepRequest(
            ObjectNode job, Grid grid, String gridJson, int restarts, Optional<RankBy> rankBy, Faults faults,
            Set<String> notToCheck) {}

    /** @throws dev.chainrule.problem.ProblemException (422) if the request is so wrong that its jobs cannot be checked */
    SweepRequest read(JsonNode body) {
        var faults = new Faults();
        var document = json.bindReadable(body, SweepDocument.class, faults);
        var job = job(document.job(), faults);
        var given = Grid.read(document.grid(), faults.at("grid"));
        int restarts = restarts(document.restarts(), faults);
        var rankBy = Optional.ofNullable(document.rankBy()).flatMap(RankBy::named);
        faults.require(
                document.rankBy() == null || rankBy.isPresent(), "rankBy",
                "must be one of " + String.join(", ", RankBy.names())
                        + NearestName.hint(document.rankBy(), RankBy.names()));
        boolean few = faults.passes(() -> requireNotTooMany(given, restarts, faults));
        if (job.isEmpty() || !few) {
            faults.throwIfAny();
        }
        var grid = given.valid(job.orElseThrow(), faults.at("grid"));
        var gridJson = document.grid() == null || document.grid().isNull() ? "{}" : json.write(document.grid());
        faults.require(
                gridJson.length() <= JsonBinder.MAX_COLUMN_LENGTH,
                "grid",
                "must have at most " + JsonBinder.MAX_COLUMN_LENGTH + " characters");
        reserve(job.get(), grid, restarts);
        return new SweepRequest(job.get(), grid, gridJson, restarts, rankBy, faults,
                faultyFields(document.grid(), grid));
    }

    /** @return empty, and a fault noted, if it is not an object */
    private static Optional<ObjectNode> job(@Nullable JsonNode given, Faults faults) {
        if (given instanceof ObjectNode job) {
            return Optional.of(job);
        }
        faults.add("job", "must be an object: a job's request, as in {\"model\": \"xor\", \"dataset\": \"xor\"}");
        return Optional.empty();
    }

    private static int restarts(@Nullable Integer given, Faults faults) {
        int restarts = given == null ? 1 : given;
        boolean holds = faults.require(restarts >= 1, "restarts", "must be at least 1, but is " + restarts);
        return holds ? restarts : 1;
    }

    /** The fields of the job that axes of the given grid lead to which the valid grid has not. */
    private static Set<String> faultyFields(@Nullable JsonNode given, Grid valid) {
        var paths = valid.axes().stream().map(Axis::path).toList();
        return given == null ? Set.of()
                : given.propertyStream()
                        .filter(axis -> !paths.contains(axis.getKey()))
                        .map(axis -> Axis.of(axis.getKey(), List.of()).field())
                        .collect(Collectors.toSet());
    }

    /** The requests of all points, and a row with its settings for every job. */
    private void reserve(ObjectNode job, Grid grid, int restarts) {
        // A model or a dataset in the request is stored once.
        long settings = json.write(JobRequest.of(job).settings()).length();
        memory.reserveForRequest(
                Saturated.sum(
                        jobs.bytesToRead(job),
                        starts(job, grid),
                        grid.bytes(job),
                        Saturated.product(grid.size(), restarts, ROW + CHARACTER_OF_SETTINGS * settings)),
                "make the grid smaller, or create the model and the dataset first and name them in the job");
    }

    /** What reading the versions takes that the grid has the jobs start from. */
    private long starts(ObjectNode job, Grid grid) {
        return grid.axes().stream()
                .filter(axis -> axis.field().equals(JobSpecJson.START_FROM))
                .flatMap(axis -> axis.values().stream()
                        .map(value -> axis.put(job.path(JobSpecJson.START_FROM).deepCopy(), value)))
                .mapToLong(start -> jobs.bytesToStart(job, start))
                .reduce(0, Saturated::sum);
    }

    private void requireNotTooMany(Grid grid, int restarts, Faults faults) {
        int most = Math.min(limits.maxJobs(), jobs.most());
        if (grid.size() > most / restarts) {
            faults.add(
                    grid.axes().isEmpty() ? "restarts" : "grid",
                    "must make at most " + most + " jobs: give fewer values, or fewer restarts");
        }
    }

    /** The grid of a stored sweep. */
    Grid grid(Sweep sweep) {
        return Grid.read(json.readStored(sweep.grid(), JsonNode.class), new Faults());
    }
}
