package dev.chainrule.dataset;

import dev.chainrule.Api;
import dev.chainrule.Postgres;
import dev.chainrule.ServiceTest;
import dev.chainrule.dataset.upload.DraftReader;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same on PostgreSQL. */
@ServiceTest
@Import(DatasetsTest.Busy.class)
class PostgresDatasetsTest extends DatasetsTest {
    PostgresDatasetsTest(Api api, Datasets datasets, DraftReader drafts, Busy busy, JdbcClient database) {
        super(api, datasets, drafts, busy, database);
    }

    @DynamicPropertySource
    static void postgres(DynamicPropertyRegistry properties) {
        Postgres.use(properties);
    }
}
