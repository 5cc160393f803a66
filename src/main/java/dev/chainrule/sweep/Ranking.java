package dev.chainrule.sweep;

import dev.chainrule.job.SweepJob;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.sweep.SweepView.Ranked;
import dev.chainrule.sweep.SweepView.TrainedVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/**
 * Orders the jobs of a sweep: first those that succeeded, the best first, then the others that have ended, then the live ones; jobs with
 * equal values in the order of submission.
 */
@Component
class Ranking {
    private final JsonBinder json;

    Ranking(JsonBinder json) {
        this.json = json;
    }

    /** A job and the figure that it is ranked by. */
    private record Scored(SweepJob job, OptionalDouble value, OptionalInt epoch) {}

    /** @param jobs of the sweep, in the order of submission */
    List<Ranked> of(Sweep sweep, Grid grid, List<SweepJob> jobs) {
        var scored = new ArrayList<>(jobs.stream().map(job -> scored(job, sweep.rankBy())).toList());
        scored.sort(order(sweep.rankBy()));
        var ranking = new ArrayList<Ranked>();
        for (var next : scored) {
            var job = next.job();
            boolean hasValue = next.value().isPresent();
            ranking.add(new Ranked(
                    hasValue ? ranking.size() + 1 : null,
                    job.id(),
                    job.state(),
                    job.stopReason(),
                    grid.settings(job.index() / sweep.restarts()),
                    job.seed(),
                    job.index() % sweep.restarts(),
                    hasValue ? next.value().getAsDouble() : null,
                    next.epoch().isPresent() ? next.epoch().getAsInt() : null,
                    new TrainedVersion(job.modelName(), job.modelVersion())));
        }
        return ranking;
    }

    private Scored scored(SweepJob job, RankBy rankBy) {
        var trained = job.trainedEpoch();
        if (trained == null) {
            return new Scored(job, OptionalDouble.empty(), OptionalInt.empty());
        }
        var epoch = json.readStored(trained, Epoch.class);
        return new Scored(
                job,
                epoch.has(rankBy.figure()) ? OptionalDouble.of(epoch.figure(rankBy.figure())) : OptionalDouble.empty(),
                OptionalInt.of(epoch.number()));
    }

    private static Comparator<Scored> order(RankBy rankBy) {
        var byValue = Comparator.comparingDouble((Scored scored) -> scored.value().orElse(0));
        return Comparator.comparing((Scored scored) -> !scored.job().state().terminal())
                .thenComparing(scored -> scored.value().isEmpty())
                .thenComparing(rankBy.higherIsBetter() ? byValue.reversed() : byValue);
    }
}
