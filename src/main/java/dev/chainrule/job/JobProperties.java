package dev.chainrule.job;

import dev.chainrule.database.TableScheduler;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits and intervals of jobs.
 *
 * @param threads how many jobs train at a time; 0 is one for every core
 * @param maxLive jobs that wait or train, on all replicas; one more is refused with 429
 * @param maxEpochs the most epochs of one job
 * @param retryAfter what {@code Retry-After} says to a refused client
 * @param recordEvery how often the records of completed epochs are written: answers may lag behind by this much
 * @param pollEvery how often a replica looks for jobs that others accepted
 * @param heartbeatEvery how often a replica sends heartbeats
 * @param missedHeartbeats after this many a replica counts as lost, and others take its jobs
 * @param storagePatience how long a job waits for a database that is away or a disk that is full before it fails
 * @param keepCheckpoints how long an ended job can be resumed from
 * @param maxResidentValidation rows of a validation dataset that a job keeps in memory; those of a larger one it reads again after every epoch
 * @param replica this replica's name in the queue; empty: the host's name and the process id
 */
@Validated
@ConfigurationProperties("chainrule.job")
record JobProperties(
        @DefaultValue("0") @Min(0) @Max(1024) int threads,
        @DefaultValue("1000") @Min(1) @Max(1_000_000) int maxLive,
        @DefaultValue("10000000") @Min(1) int maxEpochs,
        @DefaultValue("5s") @DurationMin(seconds = 1) Duration retryAfter,
        @DefaultValue("250ms") @DurationMin Duration recordEvery,
        @DefaultValue("1s") @DurationMin(millis = 10) Duration pollEvery,
        @DefaultValue("3s") @DurationMin(millis = 100) Duration heartbeatEvery,
        @DefaultValue("4") @Min(4) int missedHeartbeats,
        @DefaultValue("5m") @DurationMin(millis = 1) Duration storagePatience,
        @DefaultValue("7d") @DurationMin Duration keepCheckpoints,
        @DefaultValue("64MB") @NotNull DataSize maxResidentValidation,
        @DefaultValue("") @Size(max = 255) String replica) {

    int threadCount() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    TableScheduler.PollSettings polling() {
        return new TableScheduler.PollSettings(replicaName(), pollEvery, heartbeatEvery, missedHeartbeats);
    }

    private String replicaName() {
        return replica.isEmpty() ? hostName() + "-" + ProcessHandle.current().pid() : replica;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown-host";
        }
    }
}
