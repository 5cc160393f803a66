package dev.chainrule.job;

import dev.chainrule.job.spec.JobSpec;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job's run starts with.
 *
 * @param network with the parameters of epoch 0
 * @param validation null if all rows train
 * @param unknown values of features in its rows that training did not know; if the job starts from a version, also in rows that train
 */
record TrainingInputs(
        JobSpec spec,
        ModelDefinition definition,
        Preprocessing preprocessing,
        Trainable network,
        Samples training,
        @Nullable Samples validation,
        List<UnknownValues> unknown,
        Metric metric) {}
