package dev.chainrule.sweep;

import dev.chainrule.job.SweepJobs;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads and checks requests for sweeps, as far as that goes without their jobs. */
@Component
class SweepRequests {
    private final JsonBinder json;
    private final SweepJobs jobs;
    private final SweepProperties limits;

    SweepRequests(JsonBinder json, SweepJobs jobs, SweepProperties limits) {
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
    record Request(JsonNode job, Grid grid, String gridJson, int restarts, Optional<RankBy> rankBy) {}

    /** @throws dev.chainrule.problem.ProblemException (422) if the request is wrong */
    Request read(JsonNode body) {
        var faults = new Faults();
        var document = json.bind(body, SweepDocument.class, faults);
        faults.require(
                document.job() != null && document.job().isObject(), "job", "must be an object: a job's request");
        var grid = Grid.read(document.grid(), faults.at("grid"));
        int restarts = document.restarts() == null ? 1 : document.restarts();
        faults.require(restarts >= 1, "restarts", "must be at least 1");
        var rankBy = Optional.ofNullable(document.rankBy()).flatMap(RankBy::named);
        faults.require(
                document.rankBy() == null || rankBy.isPresent(), "rankBy", "must be one of " + RankBy.names());
        faults.throwIfAny();
        requireNotTooMany(grid, restarts, faults);
        grid.check(document.job(), faults.at("grid"));
        var gridJson = document.grid() == null || document.grid().isNull() ? "{}" : json.write(document.grid());
        faults.require(
                gridJson.length() <= JsonBinder.MAX_COLUMN_LENGTH,
                "grid",
                "must have at most " + JsonBinder.MAX_COLUMN_LENGTH + " characters");
        faults.throwIfAny();
        return new Request(document.job(), grid, gridJson, restarts, rankBy);
    }

    private void requireNotTooMany(Grid grid, int restarts, Faults faults) {
        int most = Math.min(limits.maxJobs(), jobs.most());
        if (grid.size() > most / restarts) {
            faults.add(
                    grid.axes().isEmpty() ? "restarts" : "grid",
                    "asks for more than the " + most + " jobs that a sweep may have");
        }
    }

    /** The grid of a stored sweep. */
    Grid grid(Sweep sweep) {
        return Grid.read(json.readOwn(sweep.grid(), JsonNode.class), new Faults());
    }
}
