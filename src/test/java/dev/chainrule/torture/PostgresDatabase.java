package dev.chainrule.torture;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A separate PostgreSQL server, which loses its power and is started again. */
final class PostgresDatabase implements Database {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private EmbeddedPostgres server;

    private PostgresDatabase(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    static PostgresDatabase in(Path folder) throws IOException {
        return new PostgresDatabase(folder, settings(folder).start());
    }

    private static EmbeddedPostgres.Builder settings(Path folder) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE)
                // Other tests do not need it; here committed data must survive the loss of power.
                .setServerConfig("synchronous_commit", "on");
    }

    @Override
    public List<String> arguments() {
        return List.of(
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }

    /** Ends the server as {@code pg_ctl stop -m immediate} does, without a checkpoint. */
    @Override
    public void fail(List<Replica> replicas) {
        var postmaster = postmaster();
        Signal.QUIT.send(postmaster.pid());
        Awaitility.await("the end of PostgreSQL").atMost(PATIENCE).until(() -> !postmaster.isAlive());
    }

    private ProcessHandle postmaster() {
        try (var lines = Files.lines(folder.resolve("postmaster.pid"))) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip())).orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts it on the same files and the same port: it recovers by its log. */
    @Override
    public void recover(List<Replica> replicas) throws IOException {
        int port = server.getPort();
        // Releases its lock, and logs that there was nothing to stop.
        server.close();
        server = settings(folder).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
