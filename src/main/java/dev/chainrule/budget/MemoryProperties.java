package dev.chainrule.budget;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the heap is divided.
 *
 * @param budget what requests and jobs may take together; 0: computed from the heap by the next two
 * @param base what the service itself takes: its classes' data, the database's cache and buffers, connections
 * @param share of the rest that is handed out; what is left is room for the garbage collector and for small objects that are not counted
 * @param forRequests share of the budget that jobs leave to requests
 * @param patience how long a request waits for memory before it is answered with 503
 * @param jobPatience how long a job waits for memory before no other job may take what becomes free
 */
@Validated
@ConfigurationProperties("chainrule.memory")
record MemoryProperties(
        @NotNull @DefaultValue("0MB") DataSize budget,
        @NotNull @DefaultValue("96MB") DataSize base,
        @DecimalMin("0.1") @DecimalMax("1") @DefaultValue("0.75") double share,
        @DecimalMin("0.05") @DecimalMax("0.9") @DefaultValue("0.25") double forRequests,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration patience,
        @DefaultValue("30s") @DurationMin(millis = 1) Duration jobPatience) {
    /** Less would refuse everything; a heap that is this small shows in the service's start report. */
    private static final long LEAST = 8L << 20;

    /** The bytes that may be reserved in a heap of a size. */
    long budget(long heap) {
        return budget.toBytes() > 0 ? budget.toBytes() : Math.max(LEAST, (long) ((heap - base.toBytes()) * share));
    }
}
