package dev.chainrule.compute;

import dev.chainrule.matrix.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warms up the kernels once the service is ready, on one thread and for a limited time. It does not begin earlier: on two cores the service
 * would be ready 3 to 4 s later.
 */
@Component
class KernelWarmUp {
    private static final Logger log = LoggerFactory.getLogger(KernelWarmUp.class);

    private final Compute compute;
    private final ComputeProperties properties;

    KernelWarmUp(Compute compute, ComputeProperties properties) {
        this.compute = compute;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (properties.warmUp().isPositive()) {
            Thread.ofPlatform().daemon().name("warm-up").start(this::warmUp);
        }
    }

    private void warmUp() {
        try (var team = compute.teamOfOne()) {
            long epochs = WarmUp.run(compute.operations(Precision.FLOAT32, team), properties.warmUp());
            log.debug("The kernels were warmed up with {} epochs", epochs);
        }
    }
}
