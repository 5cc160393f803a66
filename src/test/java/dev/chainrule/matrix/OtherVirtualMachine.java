package dev.chainrule.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A test's program at work with other options than this virtual machine has; several can be at work at once. */
public final class OtherVirtualMachine {
    private final String description;
    private final Process process;

    private OtherVirtualMachine(String description, Process process) {
        this.description = description;
        this.process = process;
    }

    public static OtherVirtualMachine start(Class<?> program, List<String> options, String argument) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName(), argument));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new OtherVirtualMachine(program.getSimpleName() + " with " + options, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How a program ended.
     *
     * @param output all that it printed, warnings included, without the last line's end
     */
    public record End(int exitCode, String output) {}

    /** Waits for the program's end. */
    public End end() {
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new End(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a test was interrupted", e);
        }
    }

    /**
     * What the program printed until its end.
     *
     * @throws AssertionError if it failed
     */
    String output() {
        var end = end();
        if (end.exitCode() != 0) {
            throw new AssertionError(description + " failed: " + end.output());
        }
        return end.output();
    }
}
