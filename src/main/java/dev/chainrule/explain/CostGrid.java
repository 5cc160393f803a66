package dev.chainrule.explain;

import dev.chainrule.compute.Compute;
import dev.chainrule.graph.Graph;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.network.SampledCost;
import dev.chainrule.network.Samples;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The cost at every point of a grid over two parameters, the other ones as they are.
 *
 * <p>Rows of the grid are shared out to threads, each with a graph of its own; a point's cost does not depend on who measures it.
 */
final class CostGrid {
    private final GridAxis x;
    private final GridAxis y;
    private final Samples samples;
    private final Compute compute;

    CostGrid(GridAxis x, GridAxis y, Samples samples, Compute compute) {
        this.x = x;
        this.y = y;
        this.samples = samples;
        this.compute = compute;
    }

    /** How many bytes so many rows take on each thread. */
    static double bytes(Graph graph, int rows) {
        return (double) graph.definition().numbers(rows) * graph.precision().bytes();
    }

    /**
     * @param graphs gives a new graph for every thread
     * @return rows by y, columns by x; not everywhere finite
     */
    double[][] costs(Supplier<Graph> graphs) {
        var costs = new double[y.values().length][x.values().length];
        var idle = new ConcurrentLinkedQueue<Surveyor>();
        try (var team = compute.team()) {
            team.run(costs.length, row -> {
                var known = idle.poll();
                var surveyor = known == null ? new Surveyor(graphs.get()) : known;
                surveyor.measure(y.values()[row], costs[row]);
                idle.add(surveyor);
            });
        }
        return costs;
    }

    /** Measures for one thread at a time. */
    private final class Surveyor {
        private final Graph graph;
        private final SampledCost cost;

        Surveyor(Graph graph) {
            this.graph = graph;
            this.cost = new SampledCost(graph, samples, compute.operations(graph.precision(), ComputeTeam.alone()));
        }

        void measure(double atY, double[] costs) {
            var parameters = graph.flat();
            parameters.set(0, y.position(), atY);
            for (int i = 0; i < costs.length; i++) {
                parameters.set(0, x.position(), x.values()[i]);
                costs[i] = cost.cost();
            }
        }
    }
}
