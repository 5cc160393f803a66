package dev.chainrule.database;

import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector.DefaultQueryEnhancerSelector;

/**
 * The repositories of all packages. Spring Data takes their queries as they are written: it neither sorts nor counts them, and they construct
 * their records themselves. So it need not parse each of them at every start; Hibernate does, and reports one that is wrong.
 */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(basePackages = "dev.chainrule", queryEnhancerSelector = RepositoryConfiguration.UnchangedQueries.class)
class RepositoryConfiguration {

    static final class UnchangedQueries extends DefaultQueryEnhancerSelector {
        UnchangedQueries() {
            super(QueryEnhancerFactories.fallback(), QueryEnhancerFactories.fallback());
        }
    }
}
