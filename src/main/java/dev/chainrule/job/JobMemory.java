package dev.chainrule.job;

import dev.chainrule.budget.ByteCount;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.model.ModelDefinition;
import dev.chainrule.preprocessing.Schema;
import java.util.Optional;

/** What a job's run takes in memory, computed from shapes. */
final class JobMemory {
    private JobMemory() {}

    /**
     * Rows, parameters with what trains them, blocks on their way, and states that wait to be written, in bytes.
     *
     * @param validation the dataset that validates, if it is another one
     */
    static long bytes(JobSpec spec, ModelDefinition definition, Dataset dataset, Optional<Dataset> validation) {
        int inputs = Schema.of(dataset.columns()).inputs();
        long parameters = definition.parameterCount(inputs) * definition.precision().bytes();
        return ByteCount.sum(parameters, 1 << 20);
    }
}
