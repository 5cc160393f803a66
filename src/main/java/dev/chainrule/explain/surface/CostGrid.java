package dev.chainrule.explain.surface;

import dev.chainrule.compute.Compute;
import dev.chainrule.graph.Graph;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.network.SampledCost;
import dev.chainrule.network.Samples;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The cost at every point of a grid over two parameters, with all others unchanged.
 *
 * <p>Memory holds one block of samples at a time, whose cost is measured at all points before the next block comes. Rows of the grid are
 * shared among threads, each with a graph of its own; a point's cost does not depend on the thread.
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

    /** The bytes that a block of rows takes on each thread. */
    static double bytes(Graph graph, int rows) {
        return (double) graph.definition().numbers(SampledCost.blockRows(rows)) * graph.precision().bytes();
    }

    /**
     * @param graphs gives a new graph for every thread
     * @param interrupted called by each thread before it measures a row of the grid with a block
     * @return rows by y, columns by x; not everywhere finite
     * @throws CancellationException if interrupted
     */
    double[][] costs(Supplier<Graph> graphs, BooleanSupplier interrupted) {
        var costs = new double[y.values().length][x.values().length];
        var idle = new ConcurrentLinkedQueue<GridWorker>();
        int blocks = SampledCost.blocks(samples.rows());
        try (var team = compute.team()) {
            for (int next = 0; next < blocks; next++) {
                int block = next;
                SampledCost.fetch(samples, block);
                team.run(costs.length, row -> {
                    if (interrupted.getAsBoolean()) {
                        throw new CancellationException("The cost surface was interrupted");
                    }
                    var known = idle.poll();
                    var worker = known == null ? new GridWorker(graphs.get()) : known;
                    worker.add(block, y.values()[row], costs[row]);
                    idle.add(worker);
                });
            }
        }
        for (var row : costs) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= samples.rows();
            }
        }
        return costs;
    }

    /** Measures for one thread at a time. */
    private final class GridWorker {
        private final Graph graph;
        private final SampledCost cost;
        private int gathered = -1;

        GridWorker(Graph graph) {
            this.graph = graph;
            this.cost = new SampledCost(graph, samples, compute.operations(graph.precision(), ComputeTeam.alone()));
        }

        void add(int block, double atY, double[] costsTimesRows) {
            if (block != gathered) {
                cost.gather(block);
                gathered = block;
            }
            var parameters = graph.parameters();
            parameters.set(0, y.position(), atY);
            for (int i = 0; i < costsTimesRows.length; i++) {
                parameters.set(0, x.position(), x.values()[i]);
                costsTimesRows[i] += cost.costTimesRows();
            }
        }
    }
}
