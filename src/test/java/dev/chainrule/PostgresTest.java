package dev.chainrule;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On an embedded PostgreSQL. */
@ServiceTest
class PostgresTest extends EndToEndTest {
    PostgresTest(Api api) {
        super(api);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
