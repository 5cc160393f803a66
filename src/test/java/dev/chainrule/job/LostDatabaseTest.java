package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.reached;
import static dev.chainrule.job.Requests.states;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.training;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import dev.chainrule.Postgres;
import dev.chainrule.database.StorageRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs whose database is unavailable for some time. */
class LostDatabaseTest {
    private static final String FOREVER = "\"epochs\": 10000000";

    private static ConfigurableApplicationContext start(String patience) {
        return start(patience, Postgres.create());
    }

    private static ConfigurableApplicationContext start(String patience, List<String> database) {
        return new SpringApplicationBuilder(ChainruleApplication.class).run(
                database.get(0),
                database.get(1),
                database.get(2),
                "--server.port=0",
                "--chainrule.job.threads=1",
                "--chainrule.job.heartbeat-every=200ms",
                "--chainrule.job.storage-patience=" + patience,
                "--chainrule.job.max-resident-validation=0B",
                "--spring.datasource.hikari.connection-timeout=250");
    }

    private static void until(BooleanSupplier reached) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
        }
    }

    private static boolean storageFails(ConfigurableApplicationContext service) {
        return service.getBean(StorageRetry.class).health().getStatus().getCode().equals("DOWN");
    }

    /** Whether a session waits for the lock of another one. */
    private static boolean isBlocked(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var waiting = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            return waiting.next() && waiting.getInt(1) > 0;
        }
    }

    @Test
    void trainingWaitsForTheDatabase() {
        try (var service = start("5m")) {
            var api = new Api(service.getEnvironment());
            var id = submit(api, xor(FOREVER));
            int before = training(api, id).path("progress").path("epoch").asInt();

            Postgres.cut(service.getEnvironment());
            until(() -> storageFails(service));
            assertThat(api.health("/readiness").status()).isEqualTo(503);
            assertThat(api.health("/liveness").status()).isEqualTo(200);
            assertThat(api.get("/jobs/" + id).status()).isEqualTo(503);
            var meters = service.getBean(MeterRegistry.class);
            assertThat(meters.get("chainrule.storage.failures").counter().count()).isPositive();
            until(() -> Double.isNaN(meters.get("chainrule.jobs").tag("state", "RUNNING").gauge().value()));
            Postgres.restore(service.getEnvironment());

            until(() -> !storageFails(service));
            assertThat(api.health("/readiness").status()).isEqualTo(200);
            assertThat(reached(api, id, "RUNNING").path("progress").path("epoch").asInt()).isGreaterThan(before);
            until(() -> api.post("/jobs/" + id + "/cancel", "").status() == 202);
            assertThat(states(ended(api, id))).containsExactly("QUEUED", "RUNNING", "CANCELLING", "CANCELLED");
            until(() -> meters.get("chainrule.jobs").tag("state", "CANCELLED").gauge().value() == 1);
        }
    }

    /** 70,000 rows are more than are kept in memory, so every epoch reads them. */
    @Test
    void validationByRowsThatAreStreamedWaitsForTheDatabase() {
        try (var service = start("5m")) {
            var api = new Api(service.getEnvironment());
            api.post("/datasets", """
                    {"name": "many", "generator": {"type": "spiral", "rows": 70000, "noise": 0.1, "seed": 5}}""");
            var id = submit(api, """
                    {"model": {"layers": [{"units": 1, "activation": "sigmoid"}], "loss": "binary_cross_entropy"},
                     "dataset": {"generator": {"type": "spiral", "rows": 10, "noise": 0.1, "seed": 5}},
                     "validation": {"dataset": "many"}, "epochs": 100000}""");
            training(api, id);

            Postgres.cut(service.getEnvironment());
            until(() -> storageFails(service));
            Postgres.restore(service.getEnvironment());

            until(() -> !storageFails(service));
            int after = reached(api, id, "RUNNING").path("progress").path("epoch").asInt();
            until(() -> api.get("/jobs/" + id).body().path("progress").path("epoch").asInt() > after);
            until(() -> api.post("/jobs/" + id + "/cancel", "").status() == 202);
            assertThat(states(ended(api, id))).containsExactly("QUEUED", "RUNNING", "CANCELLING", "CANCELLED");
        }
    }

    @Test
    void preparationOfAJobWaitsForTheDatabase() throws SQLException {
        try (var service = start("5m")) {
            var api = new Api(service.getEnvironment());
            var before = submit(api, xor(FOREVER));
            training(api, before);
            var id = submit(api, xor("\"epochs\": 100, \"seed\": 3"));
            try (var other = Postgres.connect(service.getEnvironment())) {
                other.setAutoCommit(false);
                other.createStatement().execute("lock table dataset in access exclusive mode");
                api.post("/jobs/" + before + "/cancel", "");
                until(() -> api.get("/jobs/" + id).body().path("state").asString().equals("RUNNING"));
                while (!isBlocked(other)) {
                    Thread.onSpinWait();
                }
                Postgres.cut(service.getEnvironment());
            }
            until(() -> storageFails(service));
            Postgres.restore(service.getEnvironment());

            assertThat(states(ended(api, id))).containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
        }
    }

    @Test
    void databaseSessionsHaveTimeouts() {
        try (var service = start("5m")) {
            var database = service.getBean(JdbcClient.class);

            for (var setting : Map.of(
                    "lock_timeout", "30s",
                    "idle_in_transaction_session_timeout", "10s").entrySet()) {
                assertThat(
                        database.sql("select current_setting('" + setting.getKey() + "')").query(String.class).single())
                        .as(setting.getKey())
                        .isEqualTo(setting.getValue());
            }
            assertThat(service.getBean(HikariDataSource.class).getDataSourceProperties())
                    .containsEntry("socketTimeout", "60")
                    .containsEntry("tcpKeepAlive", "true");
        }
    }

    @Test
    void serviceThatStopsWithoutItsDatabaseLosesNoJob() {
        var database = Postgres.create();
        String id;
        int before;
        Environment settings;
        try (var service = start("5m", database)) {
            settings = service.getEnvironment();
            var api = new Api(service.getEnvironment());
            id = submit(api, xor(FOREVER + ", \"checkpointSeconds\": 0.1"));
            before = training(api, id).path("progress").path("epoch").asInt();
            Postgres.cut(settings);
            until(() -> storageFails(service));
        }
        Postgres.restore(settings);
        try (var service = start("5m", database)) {
            var api = new Api(service.getEnvironment());
            until(() -> api.get("/jobs/" + id).body().path("progress").path("epoch").asInt() > before);
            assertThat(api.post("/jobs/" + id + "/cancel", "").status()).isEqualTo(202);
            assertThat(states(ended(api, id))).contains("CANCELLED");
        }
    }

    @Test
    void jobFailsWithItsReasonOnceTheDatabaseIsBack() {
        try (var service = start("1ms")) {
            var api = new Api(service.getEnvironment());
            var id = submit(api, xor(FOREVER));
            training(api, id);

            Postgres.cut(service.getEnvironment());
            until(() -> storageFails(service));
            Postgres.restore(service.getEnvironment());

            var job = ended(api, id);
            assertThat(states(job)).isEqualTo(List.of("QUEUED", "RUNNING", "FAILED"));
            assertThat(job.path("error").asString()).contains("The database did not work for");
        }
    }
}
