package dev.chainrule.model;

import dev.chainrule.Api;
import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Which version of a model answers, on PostgreSQL. */
@ServiceTest
class PostgresServingTest extends ServingContract {
    PostgresServingTest(Api api) {
        super(api);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
