package dev.chainrule.benchmark.service;

import dev.chainrule.Launcher;
import dev.chainrule.benchmark.harness.ChildCommand;
import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The service as users start it, on a free port and with a new embedded database. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration END = Duration.ofSeconds(20);

    private final Path data;
    private final Path log;
    private final Process process;
    private final int port;
    private final ServiceClient client;

    /**
     * @param arguments more of them
     * @throws IllegalStateException if it is not ready in time; the message has the end of its log
     */
    ServiceProcess(Settings settings, int threads, String heap, String... arguments) {
        try {
            data = Files.createTempDirectory(Files.createDirectories(settings.folder()), "service-");
            port = freePort();
            var command = new ChildCommand(
                    "service-" + threads,
                    List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"),
                    Map.of(),
                    Launcher.class.getName(),
                    Stream.concat(
                            Stream.of(
                                    "--server.port=" + port,
                                    "--chainrule.data-folder=" + data,
                                    "--chainrule.compute.threads=" + threads),
                            Arrays.stream(arguments)).toList());
            log = command.log(settings.folder());
            process = command.startSilently(settings.folder());
            client = new ServiceClient(port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        awaitReady();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START.toNanos();
        while (!client.isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                var end = ChildProcess.tail(log);
                close();
                throw new IllegalStateException("the service is not ready; the end of " + log + ":\n" + end);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException interrupted) {
                close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
        }
    }

    int port() {
        return port;
    }

    ServiceClient client() {
        return client;
    }

    /** What the service's threads have taken so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END)) {
                process.destroyForcibly();
            }
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
