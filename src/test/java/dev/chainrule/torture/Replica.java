package dev.chainrule.torture;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** A service that is started many times: each time as a process on a free port, with its own log. */
final class Replica implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listens on (http://localhost:\\d+)");
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** How Java ends with {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final String name;
    private final List<String> command;
    private final Path logs;
    private final Ledger ledger;
    private final Disturbances disturbances = new Disturbances();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();

    private int lives;
    private volatile Life life;

    /** @param logs a folder for the logs */
    Replica(String name, List<String> command, Path logs, Ledger ledger) {
        this.name = name;
        this.command = command;
        this.logs = logs;
        this.ledger = ledger;
    }

    /** From a start to the end of the process. */
    private static final class Life {
        private final Process process;
        private final Path log;

        /** Whether the test ends it. */
        private volatile boolean over;

        /** Whether its heap is being filled: it may answer until the error ends it. */
        private volatile boolean outOfMemory;

        /** Null until it listens. */
        private volatile URI address;

        Life(Process process, Path log) {
            this.process = process;
            this.log = log;
        }
    }

    /** Starts it, and does not wait: it is undisturbed once it serves. */
    void start() {
        var log = logs.resolve(name + "-" + ++lives + ".log");
        try {
            Files.createDirectories(logs);
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            var started = new Life(process, log);
            life = started;
            ledger.count(Count.STARTS);
            Thread.ofVirtual().name(name + "-end").start(() -> watch(started));
            Thread.ofVirtual().name(name + "-start").start(() -> awaitServing(started));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void watch(Life started) {
        try {
            int code = started.process.waitFor();
            ledger.require(
                    started.over || started.outOfMemory, Rule.A_REPLICA_LIVES, name,
                    "it ended by itself with %d: see %s".formatted(code, started.log));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitServing(Life started) {
        try {
            await().atMost(START).pollInterval(LOOK_AGAIN).until(
                    () -> !started.process.isAlive() || !ledger.isClean() || serves(started));
            synchronized (disturbances) {
                if (started.process.isAlive() && !started.over && !started.outOfMemory) {
                    disturbances.end();
                }
            }
        } catch (ConditionTimeoutException _) {
            ledger.violated(Rule.A_REPLICA_STARTS, name, "it does not serve after " + START + ": see " + started.log);
        }
    }

    private boolean serves(Life started) throws InterruptedException {
        if (started.address == null) {
            started.address = address(started.log).orElse(null);
        }
        if (started.address == null) {
            return false;
        }
        try {
            var request = HttpRequest.newBuilder(started.address.resolve("/actuator/health/readiness")).timeout(ANSWER);
            return client.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static Optional<URI> address(Path log) {
        try {
            var found = LISTENS.matcher(Files.readString(log));
            return found.find() ? Optional.of(URI.create(found.group(1))) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends it immediately, as a power failure does. */
    void kill() throws InterruptedException {
        end(life).destroyForcibly().waitFor();
        ledger.count(Count.KILLS);
    }

    /** Asks it to end, and waits until it has. */
    void stop() throws InterruptedException {
        var process = end(life);
        process.destroy();
        if (!process.waitFor(END)) {
            ledger.violated(Rule.A_REPLICA_LIVES, name, "it does not end " + END + " after SIGTERM");
            process.destroyForcibly().waitFor();
        }
        ledger.count(Count.STOPS);
    }

    /** Fills its heap, and waits until the first {@code OutOfMemoryError} has ended it. */
    void exhaustMemory() throws InterruptedException {
        var present = life;
        synchronized (disturbances) {
            present.outOfMemory = true;
            disturbances.begin();
        }
        try (var command = present.process.getOutputStream()) {
            command.write(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        boolean ended = present.process.waitFor(END);
        ledger.require(
                ended && present.process.exitValue() == OUT_OF_MEMORY, Rule.A_MEMORY_ERROR_ENDS_A_REPLICA, name,
                "%s: see %s".formatted(ended ? "exit " + present.process.exitValue() : "it still runs", present.log));
        present.process.destroyForcibly().waitFor();
        ledger.count(Count.MEMORY_ERRORS);
    }

    private Process end(Life ending) {
        synchronized (disturbances) {
            ending.over = true;
            disturbances.begin();
        }
        return ending.process;
    }

    /** Suspends all of its threads until {@link #resume}. */
    void suspend() {
        disturbances.begin();
        Signal.STOP.send(process());
        ledger.count(Count.SUSPENSIONS);
    }

    void resume() {
        Signal.CONT.send(process());
        awaitServing(life);
    }

    /** Waits until it serves. */
    void awaitServing() {
        awaitServing(life);
    }

    /** The number of its process. */
    long process() {
        return life.process.pid();
    }

    Disturbances disturbances() {
        return disturbances;
    }

    /** Where it listens; empty while it does not. */
    Optional<URI> address() {
        var present = life;
        return present == null || present.over ? Optional.empty() : Optional.ofNullable(present.address);
    }

    HttpClient client() {
        return client;
    }

    /** Ends it for good. */
    @Override
    public void close() {
        if (life != null) {
            end(life).destroyForcibly();
            try {
                life.process.waitFor(END);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        client.shutdownNow();
    }

    @Override
    public String toString() {
        return name;
    }
}
