package dev.chainrule.database;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True where the service's database is an H2 file; PostgreSQL has backups of its own. */
class OnEmbeddedDatabase implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return EmbeddedDatabase.of(context.getEnvironment()).isPresent();
    }
}
