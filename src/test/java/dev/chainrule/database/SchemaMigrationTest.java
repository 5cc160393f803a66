package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import dev.chainrule.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.MetaDataAccessException;

/** A newer version of the service is this one with one more migration. */
@ExtendWith(OutputCaptureExtension.class)
class SchemaMigrationTest {
    private static final String OWN = "classpath:db/migration";

    @TempDir
    private Path folder;

    private Path newer;

    @BeforeEach
    void addMigration() throws IOException {
        newer = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(newer.resolve("V1000__note.sql"), "ALTER TABLE model ADD COLUMN note VARCHAR(10);");
    }

    static Stream<List<String>> databases() {
        return Stream.of(List.of(), Postgres.create());
    }

    private ConfigurableApplicationContext start(List<String> database, String... locations) {
        var arguments = new ArrayList<>(database);
        arguments.addAll(List.of("--server.port=0", "--chainrule.data-folder=" + folder,
                "--spring.flyway.locations=" + String.join(",", locations)));
        return new SpringApplicationBuilder(ChainruleApplication.class).run(arguments.toArray(String[]::new));
    }

    private static void train(Api api, String model) {
        var id = api.post("/jobs", """
                {"model": {"name": "%s", "layers": [{"units": 1}], "loss": "huber"},
                 "dataset": {"features": [[0], [1]], "targets": [[0], [1]]}, "epochs": 5, "seed": 1}"""
                .formatted(model)).body().path("id").asString();
        assertThat(api.get("/jobs/" + id + "?wait=30").body().path("state").asString()).isEqualTo("SUCCEEDED");
    }

    private static void migrate(DataSource source, String... locations) throws MetaDataAccessException {
        new SchemaMigration(new DatabaseProduct(source)).migrate(Flyway.configure().dataSource(source)
                .locations(locations).ignoreMigrationPatterns(new String[0]).lockRetryCount(-1).load());
    }

    private String atNewer() {
        return "filesystem:" + newer;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void newerSchemaKeepsTheDataAndRefusesTheOlderVersion(List<String> database, CapturedOutput log) throws Exception {
        try (var older = start(database, OWN)) {
            var api = new Api(older.getEnvironment());
            train(api, "before");
            migrate(older.getBean(DataSource.class), OWN, atNewer());
            train(api, "meanwhile");
        }

        assertThatThrownBy(() -> start(database, OWN)).hasRootCauseInstanceOf(FlywayException.class);
        assertThat(log).contains("has schema 1000, of a newer version of the service; this one knows schemas up to 3.",
                "restore a backup from before the upgrade").doesNotContain("\tat ");

        try (var upgraded = start(database, OWN, atNewer())) {
            var api = new Api(upgraded.getEnvironment());
            for (var model : List.of("before", "meanwhile")) {
                assertThat(api.post("/models/" + model + "/predict", "{\"rows\": [[1]]}").status()).isEqualTo(200);
            }
        }
    }

    private DataSource empty(List<String> database) {
        return database.isEmpty()
                ? new DriverManagerDataSource("jdbc:h2:file:" + folder.resolve("chainrule")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH", "chainrule", "")
                : new DriverManagerDataSource(
                        database.getFirst().replace("--spring.datasource.url=", ""), "postgres", "postgres");
    }

    /** The limits of the service's own connections would end it, and the one that holds Flyway's lock. */
    @Test
    void migrationOfPostgresMayTakeMinutes() throws Exception {
        Files.writeString(newer.resolve("V1000__note.sql"), """
                CREATE TABLE limit_of_time AS SELECT name, setting FROM pg_settings
                WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout');""");

        try (var service = start(Postgres.create(), OWN, atNewer())) {
            assertThat(service.getBean(JdbcClient.class).sql("select setting from limit_of_time").query(String.class)
                    .list()).containsExactly("0", "0", "0");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void changedMigrationIsTheSchemaOfAnotherBuild(List<String> database) throws Exception {
        var source = empty(database);
        migrate(source, OWN, atNewer());
        Files.writeString(newer.resolve("V1000__note.sql"), "ALTER TABLE model ADD COLUMN note VARCHAR(20);");

        assertThatThrownBy(() -> migrate(source, OWN, atNewer())).isInstanceOf(UnusableSchemaException.class)
                .hasMessageContaining("has the schema of another build of the service");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void foreignTablesAreRefused(List<String> database) {
        var source = empty(database);
        JdbcClient.create(source).sql("create table foreign_table (id integer)").update();

        assertThatThrownBy(() -> migrate(source, OWN)).isInstanceOf(UnusableSchemaException.class)
                .hasMessageContaining("this service did not create them");
        assertThat(JdbcClient.create(source)
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class).list()).containsExactly("foreign_table");
    }

    /** H2 commits each statement of a migration; PostgreSQL rolls the whole back. */
    @ParameterizedTest
    @MethodSource("databases")
    void failedMigrationIsRolledBackOrNamedByTheNextStart(List<String> database) throws Exception {
        var source = empty(database);
        migrate(source, OWN);
        Files.writeString(newer.resolve("V1000__note.sql"),
                "ALTER TABLE model ADD COLUMN note VARCHAR(10); ALTER TABLE none ADD COLUMN note VARCHAR(10);");

        assertThatThrownBy(() -> migrate(source, OWN, atNewer())).isInstanceOf(FlywayException.class);

        if (database.isEmpty()) {
            assertThatThrownBy(() -> migrate(source, OWN, atNewer())).isInstanceOf(UnusableSchemaException.class)
                    .hasMessageContaining("to schema 1000 failed, and left a part of its changes");
        } else {
            migrate(source, OWN);
            assertThat(schemas(source)).startsWith("1").doesNotContain("1000");
        }
    }

    private static List<String> schemas(DataSource source) {
        return JdbcClient.create(source).sql("select version from flyway_schema_history order by installed_rank")
                .query(String.class).list();
    }

    @Test
    void replicasThatStartTogetherMigrateOnce() {
        var source = empty(Postgres.create());
        var replicas = Stream.generate(() -> CompletableFuture.runAsync(() -> {
            try {
                migrate(source, OWN, atNewer());
            } catch (MetaDataAccessException unreachable) {
                throw new IllegalStateException(unreachable);
            }
        })).limit(3).toList();
        replicas.forEach(CompletableFuture::join);

        assertThat(schemas(source)).startsWith("1").endsWith("1000").doesNotHaveDuplicates();
    }
}
