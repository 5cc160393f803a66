package dev.chainrule.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences, instead of Flyway's stack trace, why the database's schema cannot be used. */
class UnusableSchema extends AbstractFailureAnalyzer<UnusableSchemaException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableSchemaException cause) {
        return new FailureAnalysis(cause.description(), cause.remedy(), cause);
    }
}
