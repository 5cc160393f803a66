package dev.chainrule.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A service with an embedded database, its backup, damage, and the command that restores it. */
@ExtendWith(OutputCaptureExtension.class)
class RestoreCommandTest {
    private static final String XOR =
            """
                    {"model": {"name": "xor", "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                               "loss": "binary_cross_entropy"},
                     "dataset": {"features": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
                     "epochs": 5, "batchSize": "full", "optimizer": {"type": "sgd", "learningRate": 0.1}, "seed": 1}""";

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String text) {}

    private Path file() {
        return folder.resolve("chainrule.mv.db");
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(ChainruleApplication.class).run(
                "--server.port=0", "--chainrule.data-folder=" + folder, "--chainrule.backup.every=0");
    }

    private Outcome restore(String... backup) {
        var text = new ByteArrayOutputStream();
        var arguments = new ArrayList<>(List.of("restore"));
        arguments.addAll(List.of(backup));
        arguments.add("--chainrule.data-folder=" + folder);
        int exitCode = RestoreCommand.run(
                new PrintStream(text, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        return new Outcome(exitCode, text.toString(StandardCharsets.UTF_8));
    }

    private static Api.Answer backups(Api api, ConfigurableApplicationContext service, boolean make) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:"
                + service.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/backups"));
        return api.send(make ? request.POST(BodyPublishers.noBody()) : request);
    }

    private static String train(Api api) {
        var id = api.post("/jobs", XOR).body().path("id").asString();
        assertThat(api.get("/jobs/" + id + "?wait=30").body().path("state").asString()).isEqualTo("SUCCEEDED");
        return id;
    }

    /** The files beside the database, and what is in it. */
    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void damagedDatabaseIsRestoredWithAllThatTheBackupHolds(CapturedOutput log) throws Exception {
        String id;
        String backup;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            id = train(api);
            var made = backups(api, service, true);
            assertThat(made.status()).isEqualTo(200);
            backup = made.body().path("file").asString();
            assertThat(backups(api, service, false).body().path("backups").path(0)).isEqualTo(made.body());

            var whileOpen = restore(backup);
            assertThat(whileOpen.exitCode()).isEqualTo(1);
            assertThat(whileOpen.text()).contains("A service has opened " + file());
            assertThat(api.health("/readiness").status()).isEqualTo(200);
        }

        Damages.overwrite(file(), 0, 12288);
        var damaged = Files.readAllBytes(file());
        assertThatThrownBy(this::start).hasStackTraceContaining("Store header is corrupt");
        assertThat(log).contains("The embedded database " + file() + " is damaged", "Nothing was overwritten",
                "restore " + backup);
        assertThat(Files.readAllBytes(file())).isEqualTo(damaged);

        var restored = restore();
        assertThat(restored.text()).contains("is kept as", "Restored " + file() + " from " + backup);
        assertThat(restored.exitCode()).isZero();
        assertThat(files()).anySatisfy(kept -> assertThat(kept).hasBinaryContent(damaged)
                .asString().endsWith(".replaced"));
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            assertThat(api.get("/jobs/" + id).body().path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(api.post("/models/xor/predict", "{\"rows\": [[0, 1]]}").status()).isEqualTo(200);
        }
    }

    @Test
    void damagedBackupChangesNothing() throws Exception {
        var database = PairDatabase.in(folder);
        try (var connection = database.connect()) {
            PairDatabase.insert(connection, 0, 100);
        }
        var backup = database.backups(Clock.systemUTC(), Duration.ZERO, 3).begin().join();
        var before = Files.readAllBytes(database.file());
        var files = files();

        Damages.overwrite(backup.file(), backup.bytes() / 2, 100);
        assertRefused("cannot be used", backup.file());
        Damages.truncate(backup.file(), backup.bytes() / 3);
        assertRefused("cannot be used", backup.file());
        assertRefused("There is no file", folder.resolve("none.zip"));

        assertThat(files()).isEqualTo(files);
        assertThat(Files.readAllBytes(database.file())).isEqualTo(before);
    }

    private void assertRefused(String reason, Path backup) {
        var refused = restore(backup.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.text()).contains(reason);
    }

    /** Killed when it says so, after the first change. */
    @Test
    void killedOnceThePresentDatabaseIsKeptLeavesItInPlace() throws Exception {
        var database = PairDatabase.in(folder);
        var _ = database.backups(Clock.systemUTC(), Duration.ZERO, 3).begin().join();
        try (var connection = database.connect()) {
            PairDatabase.insert(connection, 0, 100);
        }
        var before = Files.readAllBytes(database.file());
        var killed = new IllegalStateException("killed");
        var out = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                if (line.contains("is kept as")) {
                    throw killed;
                }
            }
        };

        assertThatThrownBy(() -> RestoreCommand.run(out, "restore", "--chainrule.data-folder=" + folder)).isEqualTo(
                killed);

        assertThat(Files.readAllBytes(database.file())).isEqualTo(before);
        assertThat(restore().exitCode()).isZero();
        try (var connection = database.connect()) {
            assertThat(PairDatabase.number(connection, "select count(*) from one")).isZero();
        }
    }

    @Test
    void presentFileIsCopiedWhereTheFileSystemHasNoLinks() throws Exception {
        var present = Files.write(folder.resolve("present.mv.db"), new byte[] {1, 2, 3});
        try (var withoutLinks = FileSystems.newFileSystem(folder.resolve("any.zip"), Map.of("create", "true"));
                var channel = FileChannel.open(present)) {
            var kept = withoutLinks.getPath("present.mv.db.replaced");

            RestoreCommand.keep(present, channel, kept);

            assertThat(Files.readAllBytes(kept)).containsExactly(1, 2, 3);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void withoutABackupNothingIsRestored() {
        var refused = restore();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.text()).contains("There is no backup in " + folder.resolve("backups"));
    }
}
