package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.DatasetProperties;
import jakarta.servlet.MultipartConfigElement;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Holds multipart requests to the limit that every upload has. */
@Configuration(proxyBeanMethods = false)
class MultipartConfiguration {
    @Bean
    MultipartConfigElement multipartConfig(DatasetProperties limits) {
        long limit = limits.maxUpload().toBytes();
        // A threshold of 0: parts go straight to a temporary file.
        return new MultipartConfigElement("", limit, limit, 0);
    }
}
