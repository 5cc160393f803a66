package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Locks are waited for 100 ms. */
@ServiceTest
@TestPropertySource(properties = "spring.datasource.hikari.connection-init-sql=SET LOCK_TIMEOUT 100")
class BusyDatabaseTest {
    private final Api api;
    private final TransactionTemplate transaction;
    private final EntityManager entities;

    BusyDatabaseTest(Api api, TransactionTemplate transaction, EntityManager entities) {
        this.api = api;
        this.transaction = transaction;
        this.entities = entities;
    }

    @Test
    void lockTimeoutIsAnsweredWith503() {
        api.post("/models", "{\"name\": \"held\", \"layers\": [{\"units\": 1}], \"loss\": \"huber\"}");

        var answer = transaction.execute(_ -> {
            entities.createNativeQuery("select id from model where name = 'held' for update").getResultList();
            return api.delete("/models/held");
        });

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/unavailable");
        assertThat(api.delete("/models/held").status()).isEqualTo(204);
    }
}
