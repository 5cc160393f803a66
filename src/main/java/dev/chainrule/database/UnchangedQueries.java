package dev.chainrule.database;

import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector.DefaultQueryEnhancerSelector;

/**
 * The queries of the repositories as they are written: Spring Data neither sorts nor counts them, and they construct their records
 * themselves. So it need not parse each of them at every start; Hibernate does, and reports one that is wrong.
 */
public final class UnchangedQueries extends DefaultQueryEnhancerSelector {
    public UnchangedQueries() {
        super(QueryEnhancerFactories.fallback(), QueryEnhancerFactories.fallback());
    }
}
