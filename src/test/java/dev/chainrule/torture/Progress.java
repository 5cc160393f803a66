package dev.chainrule.torture;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A line on the console for each step of a scenario, because a whole one takes a minute and more. */
final class Progress {
    /** Past the output of tests, which goes to a file. */
    private static final PrintStream CONSOLE =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final String scenario;
    private final long start = System.nanoTime();

    Progress(String scenario) {
        this.scenario = scenario;
    }

    void step(String text) {
        var passed = Duration.ofNanos(System.nanoTime() - start);
        CONSOLE.printf("Torture, %s: %s after %d s%n", scenario, text, passed.toSeconds());
    }
}
