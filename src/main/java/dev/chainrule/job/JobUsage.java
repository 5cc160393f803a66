package dev.chainrule.job;

import dev.chainrule.dataset.DatasetUsage;
import dev.chainrule.model.ModelUsage;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Live jobs keep their model and their datasets from being deleted. */
@Configuration(proxyBeanMethods = false)
class JobUsage {
    @Bean
    DatasetUsage datasetsOfLiveJobs(JobRepository jobs) {
        return (UUID datasetId) -> jobs.usesDataset(datasetId, JobState.LIVE);
    }

    @Bean
    ModelUsage modelsOfLiveJobs(JobRepository jobs) {
        return (UUID modelId) -> jobs.existsByModelIdAndStateIn(modelId, JobState.LIVE);
    }
}
