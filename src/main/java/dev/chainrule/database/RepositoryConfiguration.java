package dev.chainrule.database;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector.DefaultQueryEnhancerSelector;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/**
 * The repositories of all packages. Spring Data takes their queries as they are written: it neither sorts nor counts them, and they construct
 * their records themselves. So it need not parse each of them at every start; Hibernate does, and reports one that is wrong.
 */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(basePackages = "dev.chainrule")
class RepositoryConfiguration {

    /** Not by {@code EnableJpaRepositories}: with a selector there, Spring Data 4.1.1 generates no code for the image. */
    @Bean
    static BeanPostProcessor unchangedQueries() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof JpaRepositoryFactoryBean<?, ?, ?> factory) {
                    factory.setQueryEnhancerSelectorSource(new UnchangedQueries());
                }
                return bean;
            }
        };
    }

    private static final class UnchangedQueries extends DefaultQueryEnhancerSelector {
        UnchangedQueries() {
            super(QueryEnhancerFactories.fallback(), QueryEnhancerFactories.fallback());
        }
    }
}
