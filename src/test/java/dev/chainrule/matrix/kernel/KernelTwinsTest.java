package dev.chainrule.matrix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The float64 kernels are the float32 ones but for their types: to be changed together. The elementary functions differ in degree. */
class KernelTwinsTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/chainrule/matrix/kernel");

    private static Stream<String> float32Kernels() throws IOException {
        try (var files = Files.list(SOURCES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("Float32") && !name.endsWith("Math.java"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("float32Kernels")
    void float64IsFloat32WithOtherTypes(String name) throws IOException {
        var float32 = Files.readString(SOURCES.resolve(name));
        var float64 = Files.readString(SOURCES.resolve(name.replace("Float32", "Float64")));

        assertThat(float64.replaceAll("\\s+", " ")).isEqualTo(twin(float32).replaceAll("\\s+", " "));
    }

    private static String twin(String float32) {
        return float32.replace("(float) ", "")
                .replace("Float32", "Float64")
                .replace("float32", "float64")
                .replace("FLOAT32", "FLOAT64")
                .replace("FloatVector", "DoubleVector")
                .replaceAll("\\bfloat\\b", "double")
                .replaceAll("\\bFloat\\b", "Double")
                .replaceAll("([0-9])f\\b", "$1d");
    }

    @Test
    void everyKernelHasItsTwin() throws IOException {
        assertThat(float32Kernels().toList()).contains("ScalarFloat32Products.java", "VectorFloat32Products.java");
        try (var files = Files.list(SOURCES)) {
            var names = files.map(file -> file.getFileName().toString()).toList();
            assertThat(names.stream().filter(name -> name.contains("Float64")).sorted())
                    .isEqualTo(names.stream()
                            .filter(name -> name.contains("Float32"))
                            .map(name -> name.replace("Float32", "Float64"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void onlyVectorClassesImportTheVectorApi() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var importing = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(KernelTwinsTest::importsVectorApi)
                    .map(file -> file.getFileName().toString())
                    .toList();
            assertThat(importing).isNotEmpty().allMatch(name -> name.startsWith("Vector"));
        }
    }

    private static boolean importsVectorApi(Path file) {
        try {
            return Files.readString(file).contains("import jdk.incubator.vector");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
