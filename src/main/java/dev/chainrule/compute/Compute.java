package dev.chainrule.compute;

import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.ComputeThreads;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The kernels and threads that everything in this process computes with. */
@Component
public class Compute implements DisposableBean {
    private final KernelSelection kernels;
    private final ComputeThreads threads;

    Compute(ComputeProperties properties) {
        this.kernels = KernelSelection.choose(properties.kernels());
        this.threads = ComputeThreads.of(properties.threadCount());
    }

    /** A team with a share of the threads, for a long computation that closes it at its end. */
    public ComputeTeam team() {
        return threads.team();
    }

    /** A team without helpers, for a long computation on one thread that closes it at its end. */
    ComputeTeam teamOfOne() {
        return threads.teamOfOne();
    }

    /** Checked matrix operations of a precision on the chosen kernels, shared out to a team. */
    public MatrixOperations operations(Precision precision, ComputeTeam team) {
        return MatrixOperations.of(precision, kernels, team);
    }

    /** The chosen kernels as text, with the reason. */
    public String description() {
        return kernels.name() + " kernels (" + kernels.reason() + "), " + threads.count() + " threads";
    }

    KernelSelection kernels() {
        return kernels;
    }

    /** How many threads compute. */
    public int threadCount() {
        return threads.count();
    }

    @Override
    public void destroy() {
        threads.close();
    }
}
