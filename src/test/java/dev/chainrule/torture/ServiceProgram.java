package dev.chainrule.torture;

import dev.chainrule.ChainruleApplication;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service as a program that can be started: the Java of this test with the main classes, the libraries, and {@link HeapFiller} as the
 * class that starts it.
 *
 * @param options of the virtual machine
 */
record ServiceProgram(String classPath, List<String> options) {
    private static final Path CLASSES =
            Path.of(ChainruleApplication.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    private static final Path TEST_CLASSES =
            Path.of(ServiceProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    private static final long TRAINING_RUN_SECONDS = 180;

    /**
     * From the compiled classes.
     *
     * @param folder for a file that it needs as long as it runs
     */
    static ServiceProgram ofClasses(Path folder) throws IOException {
        return new ServiceProgram(classPath(CLASSES, folder), List.of());
    }

    /**
     * With an ahead-of-time cache, which takes as long to make as three starts and makes every start faster by a third. It needs
     * the classes in a jar.
     */
    static ServiceProgram withCache(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var program =
                new ServiceProgram(classPath(jar(CLASSES, CLASSES, folder.resolve("classes.jar")), folder), List.of());
        var cache = folder.resolve("service.aot");
        var making = new ProcessBuilder(program.with(
                "-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh")
                .command(List.of("--server.port=0", "--chainrule.data-folder=" + folder.resolve("data"))))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("cache.log").toFile())
                .start();
        if (!making.waitFor(TRAINING_RUN_SECONDS, TimeUnit.SECONDS) || making.exitValue() != 0) {
            making.destroyForcibly();
            throw new IllegalStateException(
                    "No cache was made:\n" + Files.readString(folder.resolve("cache.log")));
        }
        return program.with("-XX:AOTCache=" + cache);
    }

    /** Of all test classes only the one that starts the service: the others are not part of it. */
    private static String classPath(Path classes, Path folder) throws IOException {
        var starter = TEST_CLASSES.resolve(HeapFiller.class.getName().replace('.', '/') + ".class");
        return Stream.of(
                Stream.of(classes),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(entry -> !entry.equals(CLASSES) && !entry.equals(TEST_CLASSES)),
                Stream.of(jar(TEST_CLASSES, starter, folder.resolve("starter.jar"))))
                .flatMap(entries -> entries)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What is at this path or below it, with entries for folders, which is where components are looked for. */
    private static Path jar(Path root, Path path, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar)); var paths = Files.walk(path)) {
            for (var entry : paths.filter(found -> !found.equals(root)).sorted().toList()) {
                var name = root.relativize(entry).toString().replace(File.separatorChar, '/');
                out.putNextEntry(new JarEntry(Files.isDirectory(entry) ? name + "/" : name));
                if (Files.isRegularFile(entry)) {
                    Files.copy(entry, out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    private ServiceProgram with(String... more) {
        return new ServiceProgram(classPath, Stream.concat(options.stream(), Arrays.stream(more)).toList());
    }

    /** The command that starts it. */
    List<String> command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-modules", "jdk.incubator.vector", "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, HeapFiller.class.getName(), "--chainrule.compute.warm-up=0s"));
        command.addAll(arguments);
        return command;
    }
}
