package dev.chainrule.matrix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondCacheTest {
    @ParameterizedTest
    @CsvSource({"1024K, 1048576", "2M, 2097152", "512K, 524288", "32K, 262144", "999999M, 4194304", "'', 1048576",
        "lots, 1048576"})
    void isReadAsLinuxWritesItAndKeptWithinReason(String size, int bytes) {
        assertThat(SecondCache.parse(size)).isEqualTo(bytes);
    }

    @Test
    void isKnownOrAssumedEverywhere() {
        assertThat(SecondCache.bytes()).isBetween(1 << 18, 1 << 22);
    }
}
