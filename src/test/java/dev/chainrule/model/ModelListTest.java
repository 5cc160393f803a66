package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.budget.Caller;
import dev.chainrule.paging.Page;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.hibernate.SessionEventListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The list of models is read together, whatever the number of models. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelListTest {
    private final Api api;
    private final ModelController controller;
    private final EntityManager entities;
    private final TransactionTemplate transaction;

    ModelListTest(
            Api api, ModelController controller, EntityManager entities, PlatformTransactionManager transactions) {
        this.api = api;
        this.controller = controller;
        this.entities = entities;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Models with versions of the costs 2, 1 and 3; every third serves the newest, the best or version 1. */
    @BeforeAll
    void train() {
        var rules = List.of("\"newest\"", "\"best\"", "1");
        for (int m = 0; m < 6; m++) {
            for (int weight : new int[] {2, 1, 3}) {
                Trained.by(api,
                        """
                                {"model": {"name": "listed-%d", "loss": "mean_absolute_error", "layers": [{"units": 1}], "seed": 1},
                                 "dataset": {"name": "listed-%d", "features": [[0], [0]], "targets": [[%d], [%d]]},
                                 "preprocessing": {"numeric": "none", "targets": "none"}, "epochs": 1, "batchSize": "full",
                                 "optimizer": {"type": "sgd", "learningRate": 1e-300}}"""
                                .formatted(m, weight, weight, weight));
            }
            var served = api.put("/models/listed-" + m + "/serving", "{\"version\": " + rules.get(m % 3) + "}");
            assertThat(served.status()).as("%s", served.body()).isEqualTo(200);
        }
    }

    /** A page, and how many statements read it. */
    private record Counted(Page<ModelView> page, int statements) {}

    private Counted page(int limit) {
        var statements = new AtomicInteger();
        return ScopedValue.where(Caller.CURRENT, new Caller("test", () -> false, () -> {}))
                .call(() -> transaction.execute(_ -> {
                    entities.unwrap(Session.class).addEventListeners(new SessionEventListener() {
                        @Override
                        public void jdbcPrepareStatementStart() {
                            statements.incrementAndGet();
                        }
                    });
                    return new Counted(controller.list(limit, null), statements.get());
                }));
    }

    @Test
    void pageOfManyModelsTakesTheStatementsOfAPageOfThree() {
        var three = page(3);
        var six = page(6);

        assertThat(three.page().data()).hasSize(3);
        assertThat(six.page().data()).hasSize(6);
        // Lengths, models, definitions and their chunks, versions, and one for each of the two rules.
        assertThat(three.statements()).isEqualTo(7);
        assertThat(six.statements()).isEqualTo(7);
    }

    @Test
    void listHasTheVersionsThatEachModelServes() {
        var listed = page(6).page().data();

        assertThat(listed).extracting(ModelView::versions).containsOnly(List.of(1, 2, 3));
        assertThat(IntStream.range(0, 6).mapToObj(i -> listed.get(5 - i).serves().number()))
                .containsExactly(3, 2, 1, 3, 2, 1);
        for (var model : listed) {
            var single = api.get("/models/" + model.id()).body();
            assertThat(single.path("serves").path("number").asInt()).isEqualTo(model.serves().number());
        }
    }
}
