package dev.chainrule.job;

import dev.chainrule.Api;
import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Jobs that start from a version, on PostgreSQL. */
@ServiceTest
class PostgresStartFromTest extends StartFromContract {
    PostgresStartFromTest(Api api) {
        super(api);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
