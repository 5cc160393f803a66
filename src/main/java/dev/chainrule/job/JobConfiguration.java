package dev.chainrule.job;

import dev.chainrule.database.StorageRetry;
import dev.chainrule.job.spec.JobSpecJson;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives parts outside this package the settings that they need: they do not know {@link JobProperties}. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    @Bean
    JobSpecJson jobSpecJson(JobProperties properties) {
        return new JobSpecJson(properties.maxEpochs());
    }

    @Bean
    StorageRetry storage(JobProperties properties, MeterRegistry meters) {
        return new StorageRetry(properties.storagePatience(), meters);
    }
}
