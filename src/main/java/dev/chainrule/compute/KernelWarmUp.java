package dev.chainrule.compute;

import dev.chainrule.matrix.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Warms the kernels up beside the start of the service, on one thread and for a bounded time. */
@Component
class KernelWarmUp implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(KernelWarmUp.class);

    private final Compute compute;
    private final ComputeProperties properties;

    KernelWarmUp(Compute compute, ComputeProperties properties) {
        this.compute = compute;
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.warmUp().isPositive()) {
            Thread.ofPlatform().daemon().name("warm-up").start(this::warmUp);
        }
    }

    private void warmUp() {
        try (var team = compute.teamOfOne()) {
            long epochs = WarmUp.run(compute.operations(Precision.FLOAT32, team), properties.warmUp());
            log.debug("The kernels were warmed up by {} epochs", epochs);
        }
    }
}
