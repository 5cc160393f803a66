package dev.chainrule.benchmark.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that answers questions with {@link Answers} and stays alive between them, so that what it compiled stays compiled. */
public final class ChildProcess implements AutoCloseable {
    private static final int TAIL_LINES = 25;
    private static final Duration END = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter questions;
    /** What came on stdout since the last question and was no answer: of native code, or of a virtual machine that cannot start. */
    private final List<String> noise = new ArrayList<>();
    /** Empty: there are no more. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    public ChildProcess(ChildCommand command, Path folder) {
        name = command.name();
        log = command.log(folder);
        process = command.start(folder);
        questions = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name(name + "-answers").start(this::readLines);
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().map(Optional::of).forEach(lines::add);
        } catch (UncheckedIOException | IOException _) {
            // The process was ended; what it leaves is no answer.
        } finally {
            lines.add(Optional.empty());
        }
    }

    /**
     * Puts a question and waits for the answer.
     *
     * @throws ChildFailedException if there is none within {@code patience}
     */
    public <A> A ask(Object question, Class<A> answerType, Duration patience) {
        noise.clear();
        try {
            questions.write(Json.MAPPER.writeValueAsString(question));
            questions.newLine();
            questions.flush();
            long deadline = System.nanoTime() + patience.toNanos();
            while (true) {
                var line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    process.destroyForcibly();
                    throw failure("did not answer within " + patience);
                }
                if (line.isEmpty()) {
                    throw failure("ended with exit code " + process.waitFor());
                }
                if (line.get().startsWith("{")) {
                    return Json.MAPPER.readValue(line.get(), answerType);
                }
                noise.add(line.get());
            }
        } catch (IOException closed) {
            // It has ended, and may have said why.
            lines.forEach(line -> line.ifPresent(noise::add));
            throw failure("takes no more questions");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChildFailedException(name + " was not waited for", interrupted);
        }
    }

    private ChildFailedException failure(String what) {
        return new ChildFailedException(name + " " + what + "; the end of " + log + ":\n" + tail(log) + "\n"
                + String.join("\n", noise));
    }

    /** The last lines of a log. */
    public static String tail(Path log) {
        try {
            var lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException failure) {
            return "(unreadable: " + failure + ")";
        }
    }

    /** Lets the process end by itself, and ends it if it does not. */
    @Override
    public void close() {
        try {
            questions.close();
        } catch (IOException _) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(END)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
