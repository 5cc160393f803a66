package dev.chainrule.dataset.upload;

import dev.chainrule.Api;
import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same on PostgreSQL. */
@ServiceTest
class PostgresUploadTest extends UploadTest {
    PostgresUploadTest(Api api) {
        super(api);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
