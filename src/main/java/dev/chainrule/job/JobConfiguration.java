package dev.chainrule.job;

import dev.chainrule.job.spec.JobSpecReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the parts of jobs the settings that they need: they do not know {@link JobProperties}. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {
    @Bean
    JobSpecReader jobSpecReader(JobProperties properties) {
        return new JobSpecReader(properties.maxEpochs());
    }
}
