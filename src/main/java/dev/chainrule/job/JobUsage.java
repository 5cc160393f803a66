package dev.chainrule.job;

import dev.chainrule.dataset.DatasetUsage;
import dev.chainrule.model.ModelUsage;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Live jobs keep their model, the version that they start from, and their datasets from being deleted. */
@Configuration(proxyBeanMethods = false)
class JobUsage {
    @Bean
    DatasetUsage datasetsOfLiveJobs(JobRepository jobs) {
        return (UUID datasetId) -> jobs.usesDataset(datasetId, JobState.LIVE);
    }

    @Bean
    ModelUsage modelsOfLiveJobs(JobRepository jobs) {
        return new ModelUsage() {
            @Override
            public boolean isInUse(UUID modelId) {
                return jobs.existsByModelIdAndStateIn(modelId, JobState.LIVE);
            }

            @Override
            public boolean isInUse(UUID modelId, int version) {
                return jobs.existsByModelIdAndStartVersionAndStateIn(modelId, version, JobState.LIVE);
            }
        };
    }
}
