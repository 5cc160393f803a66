package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    @Test
    void documentationListsEveryTypeWithTheTextOfItsPage() throws IOException {
        var rows = Files.readAllLines(Path.of("src/docs/errors.md")).stream()
                .filter(line -> line.startsWith("| `/problems/"))
                .toList();

        assertThat(rows).isEqualTo(Arrays.stream(ProblemType.values())
                .map(type -> "| `%s` | %d | %s | %s |".formatted(
                        type.uri(), type.status().value(), type.title(), type.explanation()))
                .toList());
    }
}
