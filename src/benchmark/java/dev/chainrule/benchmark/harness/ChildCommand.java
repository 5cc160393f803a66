package dev.chainrule.benchmark.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java process of the same JDK and class path as this one.
 *
 * @param name also of its log
 * @param options of the virtual machine, beside the Vector API's module and the access to native code
 * @param environment in addition to this process's
 */
public record ChildCommand(
        String name, List<String> options, Map<String, String> environment, String mainClass, List<String> arguments) {

    /** Starts it with stderr in its log; stdin and stdout are the caller's. */
    Process start(Path folder) {
        return start(folder, false);
    }

    /** Starts it with stdout in its log, too. */
    public Process startSilently(Path folder) {
        return start(folder, true);
    }

    private Process start(Path folder, boolean silently) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log(folder).getParent());
            builder.redirectError(log(folder).toFile());
            if (silently) {
                builder.redirectOutput(log(folder).toFile());
            }
            return builder.start();
        } catch (IOException failure) {
            throw new ChildFailedException(name + " cannot be started", failure);
        }
    }

    /** Where it says what goes on. */
    public Path log(Path folder) {
        return folder.resolve("logs").resolve(name + ".log");
    }
}
