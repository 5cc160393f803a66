package dev.chainrule.matrix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class L2CacheTest {
    @ParameterizedTest
    @CsvSource({"1024K, 1048576", "2M, 2097152", "512K, 524288", "32K, 262144", "999999M, 4194304", "'', 1048576",
        "lots, 1048576"})
    void sizeIsReadAsLinuxWritesItWithinLimits(String size, int bytes) {
        assertThat(L2Cache.parse(size)).isEqualTo(bytes);
    }

    @Test
    void sizeIsThatOfTheSecondLevel(@TempDir Path caches) throws IOException {
        cache(caches, "index0", "1", "48K");
        cache(caches, "index2", "3", "32M");
        cache(caches, "index3", "2", "2048K");

        assertThat(L2Cache.bytes(caches)).isEqualTo(2 << 20);
    }

    private static void cache(Path caches, String name, String level, String size) throws IOException {
        var folder = Files.createDirectory(caches.resolve(name));
        Files.writeString(folder.resolve("level"), level + "\n");
        Files.writeString(folder.resolve("size"), size + "\n");
    }

    @Test
    void unknownSizeIsTheDefault(@TempDir Path caches) throws IOException {
        assertThat(L2Cache.bytes(caches)).isEqualTo(1 << 20);
        assertThat(L2Cache.bytes(caches.resolve("none"))).isEqualTo(1 << 20);
        Files.createDirectory(caches.resolve("index0"));
        assertThat(L2Cache.bytes(caches)).isEqualTo(1 << 20);
    }
}
