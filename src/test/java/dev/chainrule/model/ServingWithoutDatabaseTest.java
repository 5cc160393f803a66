package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import dev.chainrule.budget.MemoryBudget;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A version in memory answers without the database, also where that was changed by another replica. The test stops the clock. */
@ServiceTest
class ServingWithoutDatabaseTest {
    private final Api api;
    private final HikariDataSource pool;
    private final JdbcClient database;
    private final StoppableClock clock;
    private final MemoryBudget memory;

    ServingWithoutDatabaseTest(
            Api api, HikariDataSource pool, JdbcClient database, StoppableClock clock, MemoryBudget memory) {
        this.api = api;
        this.pool = pool;
        this.database = database;
        this.clock = clock;
        this.memory = memory;
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class StoppableTime {
        @Bean
        @Primary
        StoppableClock stoppableClock() {
            return new StoppableClock();
        }
    }

    static final class StoppableClock extends Clock {
        private final Clock clock = Clock.systemUTC();
        private volatile @Nullable Instant stopped;

        void stop() {
            stopped = clock.instant();
        }

        void pass(Duration time) {
            var before = stopped;
            stopped = before == null ? null : before.plus(time);
        }

        void run() {
            stopped = null;
        }

        @Override
        public Instant instant() {
            var now = stopped;
            return now == null ? clock.instant() : now;
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void runClock() {
        clock.run();
    }

    private void train(String model) {
        Trained.by(api, """
                {"model": {"name": "%s", "loss": "mean_squared_error", "layers": [{"units": 1}]},
                 "dataset": {"name": "lines-without-database", "features": [[0], [1]], "targets": [[0], [1]]},
                 "epochs": 1}""".formatted(model));
        // The job can be seen to have ended before its replica knows that the transaction did: a choice of that moment is not kept.
        await().until(() -> memory.usage().jobs() == 0);
    }

    private int servedVersion(String model) {
        return servedVersion(model, "");
    }

    private int servedVersion(String model, String query) {
        var answer = api.post("/models/" + model + "/predict" + query, "{\"rows\": [[1]]}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().path("version").asInt();
    }

    @Test
    void versionInMemoryAnswersWhileEveryConnectionIsTaken() throws SQLException {
        train("served-from-memory");
        clock.stop();
        assertThat(servedVersion("served-from-memory")).isEqualTo(1);

        var taken = new ArrayList<Connection>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                taken.add(pool.getConnection());
            }
            assertThat(servedVersion("served-from-memory")).isEqualTo(1);
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void changeByAnotherReplicaIsSeenAfterASecond() {
        train("served-by-two");
        train("served-by-two");
        clock.stop();
        assertThat(servedVersion("served-by-two")).isEqualTo(2);
        database.sql("update model set serves = '1' where name = 'served-by-two'").update();

        assertThat(servedVersion("served-by-two")).isEqualTo(2);
        clock.pass(Duration.ofSeconds(1));
        assertThat(servedVersion("served-by-two")).isEqualTo(1);
    }

    @Test
    void modelThatIsCreatedAgainAnswersWithItsOwnVersion() {
        train("served-again");
        train("served-again");
        clock.stop();
        assertThat(servedVersion("served-again")).isEqualTo(2);

        assertThat(api.delete("/models/served-again").status()).isEqualTo(204);
        assertThat(api.post("/models/served-again/predict", "{\"rows\": [[1]]}").status()).isEqualTo(404);
        clock.run();
        train("served-again");

        assertThat(servedVersion("served-again")).isEqualTo(1);
    }

    @Test
    void everyChangeIsSeenByTheNextRequest() {
        train("served-changed");
        clock.stop();
        assertThat(servedVersion("served-changed")).isEqualTo(1);
        clock.run();
        train("served-changed");
        train("served-changed");
        clock.stop();
        assertThat(servedVersion("served-changed")).isEqualTo(3);

        api.delete("/models/served-changed/versions/3");
        assertThat(servedVersion("served-changed")).isEqualTo(2);
        api.put("/models/served-changed/serving", "{\"version\": 1}");
        assertThat(servedVersion("served-changed")).isEqualTo(1);
        api.put("/models/served-changed/aliases/champion", "{\"version\": 2}");
        assertThat(servedVersion("served-changed", "?version=champion")).isEqualTo(2);
        api.put("/models/served-changed/aliases/champion", "{\"version\": 1}");
        assertThat(servedVersion("served-changed", "?version=champion")).isEqualTo(1);
        api.delete("/models/served-changed/aliases/champion");
        assertThat(api.post("/models/served-changed/predict?version=champion", "{\"rows\": [[1]]}").status())
                .isEqualTo(404);
    }
}
