package dev.chainrule.sweep;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.job.JobRequest;
import dev.chainrule.job.SweepJobs;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
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
     * @param gridJson the grid as it was sent
     */
    record Request(ObjectNode job, Grid grid, String gridJson, int restarts, Optional<RankBy> rankBy) {}

    /** @throws dev.chainrule.problem.ProblemException (422) if the request is wrong */
    Request read(JsonNode body) {
        var faults = new Faults();
        var document = json.bindReadable(body, SweepDocument.class, faults);
        var job = job(document.job(), faults);
        var grid = Grid.read(document.grid(), faults.at("grid"));
        int restarts = document.restarts() == null ? 1 : document.restarts();
        faults.require(restarts >= 1, "restarts", "must be at least 1, but is " + restarts);
        var rankBy = Optional.ofNullable(document.rankBy()).flatMap(RankBy::named);
        faults.require(
                document.rankBy() == null || rankBy.isPresent(), "rankBy", "must be one of " + RankBy.names());
        faults.throwIfAny();
        requireNotTooMany(grid, restarts, faults);
        grid.check(job, faults.at("grid"));
        var gridJson = document.grid() == null || document.grid().isNull() ? "{}" : json.write(document.grid());
        faults.require(
                gridJson.length() <= JsonBinder.MAX_COLUMN_LENGTH,
                "grid",
                "must have at most " + JsonBinder.MAX_COLUMN_LENGTH + " characters");
        faults.throwIfAny();
        reserve(job, grid, restarts);
        return new Request(job, grid, gridJson, restarts, rankBy);
    }

    private static ObjectNode job(@Nullable JsonNode given, Faults faults) {
        if (given instanceof ObjectNode job) {
            return job;
        }
        faults.add("job", "must be an object: a job's request");
        return JsonNodeFactory.instance.objectNode();
    }

    /** The requests of all points, and a row with its settings for every job. */
    private void reserve(ObjectNode job, Grid grid, int restarts) {
        // A model or a dataset in the request is stored once.
        long settings = json.write(JobRequest.of(job).settings()).length();
        memory.reserveForRequest(
                Saturated.sum(
                        jobs.bytesToRead(job),
                        grid.bytes(job),
                        Saturated.product(grid.size(), restarts, ROW + CHARACTER_OF_SETTINGS * settings)),
                "make the grid smaller, or create the model and the dataset first and name them in the job");
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
