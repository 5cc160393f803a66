package dev.chainrule.job;

import dev.chainrule.model.ModelDefinition;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;

/**
 * What a job's run begins with.
 *
 * @param network untrained
 * @param validation null: none
 */
record PreparedRun(
        JobSpec spec,
        ModelDefinition definition,
        Preprocessing preprocessing,
        Trainable network,
        Samples training,
        Samples validation,
        Metric metric) {}
