package dev.chainrule.matrix;

import java.util.ArrayList;
import java.util.List;

/**
 * A fixed set of threads that callers share: each caller has a {@link ComputeTeam} of its own.
 *
 * <p>A caller computes, too: with n threads and c callers there are n − c helpers, or none, divided evenly among the teams. They are
 * divided anew when a team opens or closes. So a job uses the threads that other jobs leave free, and two jobs on two cores do not compete.
 */
public final class ComputeThreads implements AutoCloseable {
    private final ComputeThread[] helpers;
    // Both guarded by this.
    private final List<ComputeTeam> teams = new ArrayList<>();
    private boolean closed;

    private ComputeThreads(int threads) {
        helpers = new ComputeThread[threads - 1];
        for (var i = 0; i < helpers.length; i++) {
            helpers[i] = new ComputeThread("compute-" + (i + 1));
        }
    }

    /**
     * @param threads callers and helpers together, at least 1
     */
    public static ComputeThreads of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, actual " + threads);
        }
        var computeThreads = new ComputeThreads(threads);
        for (var helper : computeThreads.helpers) {
            helper.start();
        }
        return computeThreads;
    }

    /** Callers and helpers together. */
    public int count() {
        return helpers.length + 1;
    }

    /** A team for a caller, with its part of the helpers. The caller counts as one of the threads until the team is closed. */
    public ComputeTeam team() {
        return add(new ComputeTeam(this, count(), true));
    }

    /** A team without helpers, for a caller that counts as one of the threads until the team is closed. */
    public ComputeTeam teamOfOne() {
        return add(new ComputeTeam(this, 1, false));
    }

    private synchronized ComputeTeam add(ComputeTeam team) {
        teams.add(team);
        divide();
        return team;
    }

    synchronized void dismiss(ComputeTeam team) {
        if (teams.remove(team)) {
            team.setHelpers(ComputeTeam.NOBODY);
            divide();
        }
    }

    private void divide() {
        var free = closed ? 0 : Math.max(0, count() - teams.size());
        var helped = teams.stream().filter(ComputeTeam::wantsHelpers).toList();
        var next = 0;
        for (var t = 0; t < helped.size(); t++) {
            var share = new ComputeThread[free / helped.size() + (t < free % helped.size() ? 1 : 0)];
            for (var i = 0; i < share.length; i++) {
                share[i] = helpers[next++];
                share[i].join(helped.get(t), i + 1);
            }
            helped.get(t).setHelpers(share);
        }
        while (next < helpers.length) {
            helpers[next++].leave();
        }
    }

    /** Ends the helpers. The threads of a team finish the current operation; from then on callers compute alone. */
    @Override
    public synchronized void close() {
        closed = true;
        divide();
        for (var helper : helpers) {
            helper.end();
        }
    }
}
