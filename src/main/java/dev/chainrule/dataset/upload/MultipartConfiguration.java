package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.DatasetProperties;
import jakarta.servlet.MultipartConfigElement;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applies the limit of every upload to multipart requests. */
@Configuration(proxyBeanMethods = false)
class MultipartConfiguration {
    @Bean
    MultipartConfigElement multipartConfig(DatasetProperties limits) {
        long limit = limits.maxUpload().toBytes();
        // A threshold of 0: parts are written to a temporary file directly.
        return new MultipartConfigElement("", limit, limit, 0);
    }
}
